namespace Hunyuan3D.Inference.Onnx;

/// <summary>An attribute of a node. Field numbers: AttributeProto in onnx/onnx.proto.</summary>
internal sealed class OnnxAttribute
{
    private readonly Action<ProtobufWriter> _write;

    private OnnxAttribute(string name, Action<ProtobufWriter> write) => (Name, _write) = (name, write);

    public string Name { get; }

    public static OnnxAttribute Integer(string name, long value) => new(name, writer =>
    {
        writer.Integer(3, value);
        writer.Integer(20, 2);
    });

    public static OnnxAttribute Integers(string name, params long[] values) => new(name, writer =>
    {
        foreach (var value in values)
            writer.Integer(8, value);
        writer.Integer(20, 7);
    });

    public static OnnxAttribute Single(string name, float value) => new(name, writer =>
    {
        writer.Single(2, value);
        writer.Integer(20, 1);
    });

    public static OnnxAttribute Text(string name, string value) => new(name, writer =>
    {
        writer.Text(4, value);
        writer.Integer(20, 3);
    });

    public ProtobufWriter Write()
    {
        var writer = new ProtobufWriter();
        writer.Text(1, Name);
        _write(writer);
        return writer;
    }
}
