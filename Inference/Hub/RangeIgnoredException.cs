namespace Hunyuan3D.Inference.Hub;

/// <summary>The server answers the whole file where a range was asked for.</summary>
internal sealed class RangeIgnoredException() : Exception("The server ignores ranges.");
