namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>A checkpoint file is broken or is not what was expected. The message names the file and the thing at fault.</summary>
public sealed class CheckpointException : Exception
{
    private const int Longest = 2000;

    public CheckpointException(string message, Exception? innerException = null)
        : base(Clean(message), innerException)
    {
    }

    // Names in the message come out of the file: nothing of them may steer a terminal or fill a log.
    private static string Clean(string message)
    {
        var text = message.Length > Longest ? message[..Longest] + "..." : message;
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
    }
}
