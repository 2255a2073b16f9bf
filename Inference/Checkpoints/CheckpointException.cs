namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>A checkpoint file is broken or is not what was expected. The message names the file and the thing at fault.</summary>
public sealed class CheckpointException : Exception
{
    public CheckpointException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
