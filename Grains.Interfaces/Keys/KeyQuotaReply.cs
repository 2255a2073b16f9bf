namespace Hunyuan3D.Grains.Interfaces.Keys;

/// <summary>Whether a key may submit one more job today.</summary>
/// <param name="Granted">The job is counted.</param>
/// <param name="Used">Jobs counted today, this one included.</param>
/// <param name="Resets">When the next day begins: midnight UTC.</param>
[GenerateSerializer, Immutable, Alias("h3d.KeyQuotaReply")]
public sealed record KeyQuotaReply([property: Id(0)] bool Granted, [property: Id(1)] int Used, [property: Id(2)] DateTimeOffset Resets);
