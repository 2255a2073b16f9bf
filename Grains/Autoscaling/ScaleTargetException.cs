namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>A target did not do what it was asked. The message says what happened and what helps.</summary>
public sealed class ScaleTargetException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True: it may have been done nevertheless, for example where an answer did not come in time.</summary>
    public bool MayBeDone { get; init; }
}
