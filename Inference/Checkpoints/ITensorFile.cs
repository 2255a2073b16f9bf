namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>A file of named tensors, whatever its format.</summary>
public interface ITensorFile : IDisposable
{
    /// <summary>For error messages.</summary>
    string Path { get; }

    IReadOnlyCollection<TensorEntry> Entries { get; }

    bool Contains(string name);

    /// <exception cref="CheckpointException">No such tensor.</exception>
    TensorEntry Entry(string name);

    /// <summary>A floating-point tensor as f32, in row-major order.</summary>
    /// <exception cref="CheckpointException">No such tensor, or not a floating-point one.</exception>
    float[] ReadSingles(string name);
}
