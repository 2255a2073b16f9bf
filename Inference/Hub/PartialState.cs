namespace Hunyuan3D.Inference.Hub;

/// <summary>What is written beside a partial file.</summary>
/// <param name="Bytes">Of the whole file.</param>
/// <param name="Identity">The content that the ranges are of: the server's name for it.</param>
/// <param name="Ranges">What has arrived: first byte, and the one after the last.</param>
internal sealed record PartialState(long Bytes, string? Identity, long[][]? Ranges);
