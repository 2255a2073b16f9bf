namespace Hunyuan3D.Inference.Hub;

/// <summary>A file or list of files cannot be fetched. The message says what, and what to do.</summary>
public sealed class HubException : Exception
{
    public HubException(HubFailure failure, string message)
        : base(message) => Failure = failure;

    public HubException(HubFailure failure, string message, Exception innerException)
        : base(message, innerException) => Failure = failure;

    public HubFailure Failure { get; }
}
