namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>How far a command is that moves bytes.</summary>
/// <param name="Text">What is done now: a file, a graph, a few words.</param>
/// <param name="TotalBytes">0: nothing is counted in this step.</param>
internal sealed record WorkProgress(string Text, long Bytes, long TotalBytes)
{
    /// <summary>What changes all the time, such as a rate: shown, but no new step; null: nothing.</summary>
    public string? Detail { get; init; }

    /// <summary>Text, bytes and detail in one line.</summary>
    public string Line => Text + (TotalBytes > 0 ? $", {ByteSize.Show(Bytes)} of {ByteSize.Show(TotalBytes)}" : "") + (Detail is null ? "" : $", {Detail}");

    /// <summary>0 to 1.</summary>
    public double Fraction => TotalBytes > 0 ? Math.Clamp(Bytes / (double)TotalBytes, 0, 1) : 0;
}
