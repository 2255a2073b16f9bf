namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>A file of named tensors, whatever its format. Reading is safe for several threads.</summary>
public interface ITensorFile : IDisposable
{
    /// <summary>For error messages.</summary>
    string Path { get; }

    IReadOnlyCollection<TensorEntry> Entries { get; }

    bool Contains(string name);

    /// <exception cref="CheckpointException">No such tensor.</exception>
    TensorEntry Entry(string name);

    /// <summary>A floating-point tensor as f32, in row-major order.</summary>
    /// <exception cref="CheckpointException">No such tensor, not a floating-point one, or the file ends early.</exception>
    float[] ReadSingles(string name);

    /// <summary>Part of a floating-point tensor as f32.</summary>
    /// <param name="start">The first element, in row-major order.</param>
    /// <param name="values">To be filled.</param>
    /// <exception cref="CheckpointException">No such tensor, not a floating-point one, or the file ends early.</exception>
    void ReadSingles(string name, long start, Span<float> values);
}
