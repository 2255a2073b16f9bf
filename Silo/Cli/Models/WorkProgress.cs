namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>How far a command is that moves bytes.</summary>
/// <param name="Text">What is done now: a file, a graph, a few words.</param>
/// <param name="TotalBytes">0: nothing is counted in this step.</param>
internal sealed record WorkProgress(string Text, long Bytes, long TotalBytes)
{
    /// <summary>0 to 1.</summary>
    public double Fraction => TotalBytes > 0 ? Math.Clamp(Bytes / (double)TotalBytes, 0, 1) : 0;
}
