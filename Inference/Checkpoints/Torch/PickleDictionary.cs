namespace Hunyuan3D.Inference.Checkpoints.Torch;

/// <summary>A dictionary of a pickle, in its order.</summary>
internal sealed class PickleDictionary
{
    public List<KeyValuePair<object?, object?>> Items { get; } = [];
}
