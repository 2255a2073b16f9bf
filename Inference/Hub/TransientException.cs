namespace Hunyuan3D.Inference.Hub;

/// <summary>A failure that may be gone at the next try.</summary>
/// <param name="retryAfter">How long the server asks to wait; null: it does not say.</param>
internal sealed class TransientException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    public TimeSpan? RetryAfter => retryAfter;
}
