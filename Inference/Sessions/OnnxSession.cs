using Hunyuan3D.Inference.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Hunyuan3D.Inference.Sessions;

/// <summary>One loaded graph. May be run from several threads at once.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    private OnnxSession(InferenceSession session) => _session = session;

    /// <summary>In the graph's order.</summary>
    public IReadOnlyCollection<string> OutputNames => _session.OutputNames;

    /// <summary>In the graph's order; an axis whose size is free is -1.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Shape)> Inputs =>
        [.. _session.InputNames.Select(name => (name, (IReadOnlyList<int>)_session.InputMetadata[name].Dimensions))];

    /// <param name="threads">CPU threads; 0: all.</param>
    public static OnnxSession Load(string path, int threads = 0)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = threads,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new OnnxSession(new InferenceSession(path, options));
    }

    /// <returns>All outputs by name.</returns>
    public IReadOnlyDictionary<string, TensorData> Run(params (string Name, TensorData Value)[] inputs) => Run(inputs, []);

    /// <param name="indices">Inputs of whole numbers, one axis each.</param>
    /// <returns>All outputs by name.</returns>
    /// <exception cref="OperationCanceledException">Cancelled before the run or during it; a run ends with the operator it is in.</exception>
    public IReadOnlyDictionary<string, TensorData> Run(
        IReadOnlyList<(string Name, TensorData Value)> inputs, IReadOnlyList<(string Name, long[] Value)> indices, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var names = inputs.Select(input => input.Name).Concat(indices.Select(input => input.Name)).ToList();
        var values = inputs.Select(input => OrtValue.CreateTensorValueFromMemory(input.Value.Values, input.Value.Shape.ToArray()))
            .Concat(indices.Select(input => OrtValue.CreateTensorValueFromMemory(input.Value, [input.Value.Length])))
            .ToList();
        try
        {
            using var options = new RunOptions();
            using var terminate = cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, options);
            using var outputs = _session.Run(options, names, values, _session.OutputNames);
            var results = new Dictionary<string, TensorData>(StringComparer.Ordinal);
            for (var i = 0; i < outputs.Count; i++)
                results[_session.OutputNames[i]] = new TensorData(outputs[i].GetTensorDataAsSpan<float>().ToArray(), outputs[i].GetTensorTypeAndShape().Shape);
            return results;
        }
        catch (OnnxRuntimeException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The run was stopped.", exception, cancellationToken);
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    public void Dispose() => _session.Dispose();
}
