namespace Hunyuan3D.Grains.Simulation;

/// <summary>What scheduling costs the one turn of a queue, measured while simulating. Seconds of wall time of one core.</summary>
/// <param name="Enqueue">A ticket is taken in.</param>
/// <param name="Place">A ticket's place and wait are told.</param>
/// <param name="Report">A report of a silo that ended a stage is taken in.</param>
/// <param name="Heartbeat">A report without news is taken in.</param>
/// <param name="Grant">A slot is chosen and granted.</param>
/// <param name="Tick">A silo is looked through in one of the queue's ticks, two a second.</param>
/// <param name="SaturatedAt">Silos at which one queue is busy all the time.</param>
/// <param name="WithoutHeartbeats">The same if silos without news did not report.</param>
public sealed record QueueCost(double Enqueue, double Place, double Report, double Heartbeat, double Grant, double Tick, double SaturatedAt, double WithoutHeartbeats);
