namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>A silo as its target knows it.</summary>
/// <param name="Id">Unique among the instances of the target.</param>
/// <param name="Endpoint">Where other silos reach it: an address, with a port (<c>127.0.0.1:15001</c>) where several share one; null: not known yet.</param>
/// <param name="Stopping">It was told to stop, or is gone soon for another reason.</param>
/// <param name="Since">When it was asked for.</param>
public sealed record ScaledInstance(string Id, string? Endpoint, bool Spot, bool Stopping, DateTimeOffset Since);
