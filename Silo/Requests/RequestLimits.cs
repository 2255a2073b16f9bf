namespace Hunyuan3D.Hosting.Requests;

/// <summary>How much of a request is read at all.</summary>
internal static class RequestLimits
{
    /// <summary>Bytes of an HTTP body, pictures and fields together.</summary>
    public const int MaxBodyBytes = 64 * 1024 * 1024;

    /// <summary>Bytes of a single field that is not a picture.</summary>
    public const int MaxFieldBytes = 2048;
}
