namespace Hunyuan3D.Inference.Hub;

/// <summary>The last answer of a chain of redirects, and what the hub told on the way.</summary>
/// <param name="Identity">Names the content: the hub's <c>X-Linked-Etag</c>, or else the last server's ETag, without quotes; null: neither.</param>
/// <param name="LinkedBytes">The hub's <c>X-Linked-Size</c>.</param>
internal sealed record HubResponse(HttpResponseMessage Message, string? Identity, long? LinkedBytes) : IDisposable
{
    /// <summary>The size of the whole file, as this answer tells it.</summary>
    public long? TotalBytes => Message.Content.Headers.ContentRange is { } range ? range.Length : Message.Content.Headers.ContentLength ?? LinkedBytes;

    public void Dispose() => Message.Dispose();
}
