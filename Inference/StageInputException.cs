namespace Hunyuan3D.Inference;

/// <summary>The caller's pictures or options cannot be used. The message names the thing, what was expected and what to do.</summary>
public sealed class StageInputException : Exception
{
    public StageInputException(string field, string message)
        : base(message) => Field = field;

    public StageInputException(string field, string message, Exception innerException)
        : base(message, innerException) => Field = field;

    /// <summary>The request's field at fault, for example <c>image</c>.</summary>
    public string Field { get; }
}
