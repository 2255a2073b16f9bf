namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>One killed process.</summary>
/// <param name="SiloPort">Of the silo that went with it; 0: none.</param>
/// <param name="At">Time of day, UTC.</param>
/// <param name="Back">When its successor was ready; time of day, UTC.</param>
internal sealed record Kill(Victim Victim, int SiloPort, TimeSpan At, TimeSpan Back);
