using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hunyuan3D.Inference.Checkpoints;

namespace Hunyuan3D.Inference.Onnx;

/// <summary>
/// Builds one ONNX graph: nodes in memory, weights streamed to the file beside it. A node's name is its address in the network
/// (<c>double_blocks.3/img_attn/qkv</c>), so that a profile or an error can be read. Field numbers: onnx/onnx.proto.
/// </summary>
internal sealed class GraphBuilder : IDisposable
{
    public const string Microsoft = "com.microsoft";
    private const int IrVersion = 10;
    private const int Opset = 21;
    private const int LargestInline = 1024;

    private readonly ProtobufWriter _nodes = new();
    private readonly ProtobufWriter _declarations = new();
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly Stack<string> _scopes = new();
    private readonly ExternalWeights _weights;
    private readonly string _path;
    private readonly IGraphFiles? _files;
    private readonly HashSet<string> _taps;

    /// <param name="path">Of the <c>.onnx</c> file; weights go to the same name with <c>.weights</c>.</param>
    /// <param name="taps">Names of inner values to add as outputs, for comparison with a reference; null: none.</param>
    /// <param name="files">Is told of both files; null: nobody is.</param>
    public GraphBuilder(string path, GraphTarget target, IEnumerable<string>? taps = null, IGraphFiles? files = null)
    {
        (_path, _files, Target) = (path, files, target);
        _taps = [.. taps ?? []];
        _weights = new ExternalWeights(Path.ChangeExtension(path, ".weights"), files);
        _scopes.Push("");
    }

    public GraphTarget Target { get; }

    /// <summary>The type of activations.</summary>
    public OnnxType Compute => Target.Compute;

    /// <summary>Values that have been quantised already, by name.</summary>
    public Dictionary<string, QuantizedRows> QuantizedRows { get; } = new(StringComparer.Ordinal);

    public OnnxValue Input(string name, OnnxType type, params OnnxDimension[] shape)
    {
        _declarations.Message(11, ValueInfo(name, type, shape));
        return new OnnxValue(name, type);
    }

    public void Output(string name, OnnxValue value, params OnnxDimension[] shape)
    {
        Emit("Identity", "", [value], [name], []);
        _declarations.Message(12, ValueInfo(name, value.Type, shape));
    }

    /// <summary>Makes an inner value an output if it was asked for; its shape is left to the run time.</summary>
    /// <param name="value">Called only then, so that nodes needed by the tap alone are not built for nothing.</param>
    public void Tap(string name, int rank, Func<OnnxValue> value)
    {
        if (_taps.Contains(name))
            Output(name, this.Cast(value(), OnnxType.Float), [.. Enumerable.Range(0, rank).Select(axis => (OnnxDimension)$"{name}.{axis}")]);
    }

    /// <summary>Everything until the scope is disposed is named below <paramref name="name"/>.</summary>
    public IDisposable Scope(string name)
    {
        _scopes.Push($"{_scopes.Peek()}{name}/");
        return new ScopeEnd(_scopes);
    }

    public OnnxValue Node(string op, ReadOnlySpan<OnnxValue> inputs, OnnxType? type = null, string domain = "", params OnnxAttribute[] attributes)
    {
        var output = new OnnxValue(Unique(op), type ?? inputs[0].Type);
        Emit(op, domain, inputs, [output.Name], attributes);
        return output;
    }

    /// <summary>A node with several outputs; an empty name leaves an optional output out.</summary>
    public OnnxValue[] Node(string op, ReadOnlySpan<OnnxValue> inputs, int outputs, string domain = "", params OnnxAttribute[] attributes)
    {
        var type = inputs[0].Type;
        var values = Enumerable.Range(0, outputs).Select(_ => new OnnxValue(Unique(op), type)).ToArray();
        Emit(op, domain, inputs, values.Select(value => value.Name).ToArray(), attributes);
        return values;
    }

    public OnnxValue Integers(params long[] values) => Initializer("const", OnnxType.Int64, [values.Length], MemoryMarshal.AsBytes(values.AsSpan()));

    /// <summary>An f32 scalar in the compute type.</summary>
    public OnnxValue Scalar(float value) => Weight("const", [], [value]);

    /// <summary>Values in the compute type.</summary>
    public OnnxValue Weight(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values) => Weight(name, shape, values, Compute);

    public OnnxValue Weight(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values, OnnxType type)
    {
        if (type == OnnxType.Float)
            return Initializer(name, type, shape, MemoryMarshal.AsBytes(values));
        var halves = new Half[values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        return Initializer(name, type, shape, MemoryMarshal.AsBytes(halves.AsSpan()));
    }

    /// <summary>A tensor whose rows are read, converted to the compute type and written a few at a time.</summary>
    /// <param name="shape">As many elements as <paramref name="rows"/> has.</param>
    public OnnxValue Weight(string name, ReadOnlySpan<long> shape, LinearWeights rows) => Compute == OnnxType.Float
        ? Initializer(name, Compute, shape, rows, rows.Inputs * sizeof(float), (_, values, bytes) => MemoryMarshal.AsBytes(values).CopyTo(bytes))
        : Initializer(name, Compute, shape, rows, rows.Inputs * 2, (_, values, bytes) => TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<byte, Half>(bytes)));

    /// <summary>A tensor whose rows are read, encoded and written a few at a time.</summary>
    /// <param name="rowBytes">Bytes of an encoded row.</param>
    public OnnxValue Initializer(string name, OnnxType type, ReadOnlySpan<long> shape, LinearWeights rows, int rowBytes, RowEncoder encode)
    {
        var length = (long)rows.Outputs * rowBytes;
        if (length <= LargestInline)
        {
            var bytes = new byte[length];
            rows.Encode(rowBytes, encode, (start, part) => part.CopyTo(bytes.AsSpan(start * rowBytes)));
            return Initializer(name, type, shape, bytes);
        }

        var value = new OnnxValue(Unique(name), type);
        var tensor = Tensor(value, shape);
        External(tensor, _weights.Begin(), length);
        rows.Encode(rowBytes, encode, (_, part) => _weights.Append(part));
        return value;
    }

    /// <summary>Small tensors are kept in the graph, where shape inference sees them; large ones go to the weights file.</summary>
    public OnnxValue Initializer(string name, OnnxType type, ReadOnlySpan<long> shape, ReadOnlySpan<byte> bytes)
    {
        var value = new OnnxValue(Unique(name), type);
        var tensor = Tensor(value, shape);
        if (bytes.Length <= LargestInline)
        {
            tensor.Bytes(9, bytes);
            _declarations.Message(5, tensor);
        }
        else
        {
            External(tensor, _weights.Begin(), bytes.Length);
            _weights.Append(bytes);
        }

        return value;
    }

    /// <summary>Completes the weights and writes the graph file. Call once, after the last node.</summary>
    public void Save()
    {
        _weights.Complete();
        var model = new ProtobufWriter();
        model.Integer(1, IrVersion);
        model.Text(2, "Hunyuan3D.Orleans");
        var graph = new ProtobufWriter();
        graph.Text(2, Path.GetFileNameWithoutExtension(_path));
        model.Message(8, OperatorSet("", Opset));
        model.Message(8, OperatorSet(Microsoft, 1));
        graph.Fields(_nodes);
        graph.Fields(_declarations);
        model.Message(7, graph);
        using var file = new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.None);
        file.Write(model.Written);
        file.Flush(flushToDisk: true);
        _files?.Completed(_path, model.Written.Length, Convert.ToHexStringLower(SHA256.HashData(model.Written)));
    }

    public void Dispose() => _weights.Dispose();

    private static ProtobufWriter Tensor(OnnxValue value, ReadOnlySpan<long> shape)
    {
        var tensor = new ProtobufWriter();
        foreach (var size in shape)
            tensor.Integer(1, size);
        tensor.Integer(2, (long)value.Type);
        tensor.Text(8, value.Name);
        return tensor;
    }

    private void External(ProtobufWriter tensor, long offset, long length)
    {
        tensor.Message(13, Entry("location", _weights.FileName));
        tensor.Message(13, Entry("offset", offset.ToString(CultureInfo.InvariantCulture)));
        tensor.Message(13, Entry("length", length.ToString(CultureInfo.InvariantCulture)));
        tensor.Integer(14, 1);
        _declarations.Message(5, tensor);
    }

    private static ProtobufWriter OperatorSet(string domain, int version)
    {
        var writer = new ProtobufWriter();
        writer.Text(1, domain);
        writer.Integer(2, version);
        return writer;
    }

    private static ProtobufWriter Entry(string key, string value)
    {
        var writer = new ProtobufWriter();
        writer.Text(1, key);
        writer.Text(2, value);
        return writer;
    }

    private static ProtobufWriter ValueInfo(string name, OnnxType type, ReadOnlySpan<OnnxDimension> shape)
    {
        var dimensions = new ProtobufWriter();
        foreach (var dimension in shape)
        {
            var writer = new ProtobufWriter();
            if (dimension.Symbol is null)
                writer.Integer(1, dimension.Size);
            else
                writer.Text(2, dimension.Symbol);
            dimensions.Message(1, writer);
        }

        var tensorType = new ProtobufWriter();
        tensorType.Integer(1, (long)type);
        tensorType.Message(2, dimensions);
        var typeProto = new ProtobufWriter();
        typeProto.Message(1, tensorType);
        var info = new ProtobufWriter();
        info.Text(1, name);
        info.Message(2, typeProto);
        return info;
    }

    private void Emit(string op, string domain, ReadOnlySpan<OnnxValue> inputs, ReadOnlySpan<string> outputs, ReadOnlySpan<OnnxAttribute> attributes)
    {
        var node = new ProtobufWriter();
        foreach (var input in inputs)
            node.Text(1, input.Name);
        foreach (var output in outputs)
            node.Text(2, output);
        node.Text(3, outputs[0]);
        node.Text(4, op);
        foreach (var attribute in attributes)
            node.Message(5, attribute.Write());
        if (domain.Length > 0)
            node.Text(7, domain);
        _nodes.Message(1, node);
    }

    private string Unique(string name)
    {
        var address = _scopes.Peek() + name;
        var uses = _uses[address] = _uses.GetValueOrDefault(address) + 1;
        return uses == 1 ? address : $"{address}.{uses}";
    }

    private sealed class ScopeEnd(Stack<string> scopes) : IDisposable
    {
        public void Dispose() => scopes.Pop();
    }
}
