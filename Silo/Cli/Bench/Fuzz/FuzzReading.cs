namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>Memory of the server in megabytes of 2^20 bytes.</summary>
/// <param name="Requests">Sent so far.</param>
/// <param name="Managed">What the last collection left alive in the managed heap.</param>
internal sealed record FuzzReading(int Requests, double Resident, double Managed);
