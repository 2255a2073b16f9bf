namespace Hunyuan3D.Client;

/// <summary>The cluster, or its backing service, cannot be reached now. Worth another try.</summary>
public sealed class ClusterUnavailableException : Exception
{
    public ClusterUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
