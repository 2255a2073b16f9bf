namespace Hunyuan3D.Inference.Hub;

/// <summary>The server gives another content than the one of which a part is there.</summary>
internal sealed class ContentChangedException(string? identity) : Exception("The content changed while it was fetched.")
{
    public string? Identity => identity;
}
