namespace Hunyuan3D.Hosting.Cli.Bench.Gateway;

/// <summary>A reading of the gateway under load.</summary>
/// <param name="Seconds">Since the measurement began; negative while warming up.</param>
/// <param name="ResidentMegabytes">Memory of the process, 2^20 bytes.</param>
/// <param name="ManagedMegabytes">What the last collection left alive in the managed heap.</param>
/// <param name="Handles">Open file descriptors; null: not a process of ours.</param>
/// <param name="Threads">Of the thread pool.</param>
/// <param name="Queued">Work that waits for a thread of the pool.</param>
/// <param name="Streams">Open event streams.</param>
/// <param name="ProcessorSeconds">Processor time of the process so far.</param>
internal sealed record GatewaySample(
    double Seconds, double ResidentMegabytes, double ManagedMegabytes, int? Handles, int Threads, int Queued, int Streams, double ProcessorSeconds);
