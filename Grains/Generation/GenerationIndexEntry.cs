namespace Hunyuan3D.Grains.Generation;

/// <summary>What the index knows of a job.</summary>
public sealed record GenerationIndexEntry(string Id, string User, DateTimeOffset Submitted);
