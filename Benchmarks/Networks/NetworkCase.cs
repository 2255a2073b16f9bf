using Hunyuan3D.Inference.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>A graph and inputs of the sizes that a job gives it.</summary>
/// <param name="Flops">Multiplications and additions of a run by the network's formula; 0: to be counted from the shapes.</param>
/// <param name="Indices">Inputs of whole numbers.</param>
internal sealed record NetworkCase(string Graph, double Flops, IReadOnlyList<(string Name, TensorData Value)> Inputs, IReadOnlyList<(string Name, long[] Value)> Indices)
{
    public string Name => Path.GetFileNameWithoutExtension(Graph);

    /// <summary>To be disposed of by the caller.</summary>
    public Dictionary<string, OrtValue> OrtValues()
    {
        var values = Inputs.ToDictionary(input => input.Name, input => OrtValue.CreateTensorValueFromMemory(input.Value.Values, [.. input.Value.Shape]));
        foreach (var (name, value) in Indices)
            values.Add(name, OrtValue.CreateTensorValueFromMemory(value, [value.Length]));
        return values;
    }
}
