namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>One job as its caller saw it. Times are since the start of the load.</summary>
/// <param name="User">Number of the caller; -1: it arrived by itself.</param>
internal readonly record struct JobSample(int User, TimeSpan Start, TimeSpan End, bool FromCache)
{
    public TimeSpan Response => End - Start;
}
