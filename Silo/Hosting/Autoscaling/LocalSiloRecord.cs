namespace Hunyuan3D.Hosting.Autoscaling;

/// <summary>What is kept in a file about a silo process, so that a later process finds and keeps it.</summary>
/// <param name="Process">Process id; 0: it is being started.</param>
/// <param name="ProcessStarted">Start of that process in ticks, which tells it from a later one with the same id.</param>
/// <param name="Port">Its silo port.</param>
/// <param name="Started">When it was asked for.</param>
/// <param name="Stopping">When it was told to stop; null: it was not.</param>
internal sealed record LocalSiloRecord(int Process, long ProcessStarted, int Port, bool Spot, DateTimeOffset Started, DateTimeOffset? Stopping = null);
