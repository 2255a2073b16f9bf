using System.Globalization;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Hunyuan3D.Inference.Sessions;

/// <summary>One loaded graph. May be run from several threads at once.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    private OnnxSession(InferenceSession session) => _session = session;

    /// <summary>Of ONNX Runtime; another one may round otherwise.</summary>
    public static string RuntimeVersion { get; } = OrtEnv.Instance().GetVersionString();

    /// <summary>In the graph's order.</summary>
    public IReadOnlyCollection<string> OutputNames => _session.OutputNames;

    /// <summary>In the graph's order; an axis whose size is free is -1.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<int> Shape)> Inputs =>
        [.. _session.InputNames.Select(name => (name, (IReadOnlyList<int>)_session.InputMetadata[name].Dimensions))];

    /// <param name="threads">CPU threads; 0: all.</param>
    /// <param name="device">Null: the CPU.</param>
    /// <param name="deviceMemoryBytes">Most memory that a GPU's arena may take; null: what there is.</param>
    /// <param name="deviceOnly">Whether it is an error if any operator has to run on the CPU instead.</param>
    /// <exception cref="OnnxRuntimeException">The graph is broken, or the device does not work.</exception>
    public static OnnxSession Load(string path, int threads = 0, SessionDevice? device = null, long? deviceMemoryBytes = null, bool deviceOnly = false)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = threads,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (device is { Kind: GraphDevice.Cuda })
        {
            using var cuda = Cuda(device, deviceMemoryBytes);
            options.AppendExecutionProvider_CUDA(cuda);
            if (deviceOnly)
                options.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        }

        try
        {
            return new OnnxSession(new InferenceSession(path, options));
        }
        catch (OnnxRuntimeException exception) when (IsOutOfMemory(exception))
        {
            throw new InsufficientMemoryException($"There is not enough memory to load {path}: {exception.Message}", exception);
        }
    }

    /// <returns>All outputs by name.</returns>
    public IReadOnlyDictionary<string, TensorData> Run(params (string Name, TensorData Value)[] inputs) => Run(inputs, []);

    /// <param name="indices">Inputs of whole numbers, one axis each.</param>
    /// <returns>All outputs by name.</returns>
    /// <exception cref="InsufficientMemoryException">The machine or device has not enough memory.</exception>
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
        catch (OnnxRuntimeException exception) when (IsOutOfMemory(exception))
        {
            throw new InsufficientMemoryException($"There is not enough memory for the run: {exception.Message}", exception);
        }
        finally
        {
            values.ForEach(value => value.Dispose());
        }
    }

    public void Dispose() => _session.Dispose();

    private static OrtCUDAProviderOptions Cuda(SessionDevice device, long? memoryBytes)
    {
        var settings = new Dictionary<string, string>
        {
            ["device_id"] = device.Index.ToString(CultureInfo.InvariantCulture),
            // The arena otherwise grows by powers of two and holds up to twice what is used.
            ["arena_extend_strategy"] = "kSameAsRequested",
            // An exhaustive search runs every algorithm of every convolution once, with its workspace.
            ["cudnn_conv_algo_search"] = "HEURISTIC",
            // Who asks for fp32 asks for its digits; fp16 graphs do not pass here.
            ["use_tf32"] = "0",
        };
        if (memoryBytes is { } bytes)
            settings["gpu_mem_limit"] = bytes.ToString(CultureInfo.InvariantCulture);
        var options = new OrtCUDAProviderOptions();
        options.UpdateOptions(settings);
        return options;
    }

    // ONNX Runtime has no code of its own for it: the CPU's allocator throws bad_alloc, a device's arena says that it failed to allocate.
    private static bool IsOutOfMemory(OnnxRuntimeException exception) =>
        exception.Message.Contains("bad_alloc", StringComparison.Ordinal) || exception.Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase);
}
