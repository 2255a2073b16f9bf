namespace Hunyuan3D.Inference.Checkpoints.Torch;

/// <summary>The only classes and functions that a checkpoint may name, and what calling them means. Everything else is refused by name.</summary>
internal static class TorchClasses
{
    private static readonly Dictionary<string, TensorType> Storages = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = TensorType.F32,
        ["torch.HalfStorage"] = TensorType.F16,
        ["torch.BFloat16Storage"] = TensorType.BF16,
        ["torch.DoubleStorage"] = TensorType.F64,
        ["torch.LongStorage"] = TensorType.I64,
        ["torch.IntStorage"] = TensorType.I32,
        ["torch.ShortStorage"] = TensorType.I16,
        ["torch.CharStorage"] = TensorType.I8,
        ["torch.ByteStorage"] = TensorType.U8,
        ["torch.BoolStorage"] = TensorType.Bool,
    };

    private const string OrderedDict = "collections.OrderedDict";
    private const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";

    public static PickleClass Find(string name) => name is OrderedDict or RebuildTensor or RebuildParameter || Storages.ContainsKey(name)
        ? new PickleClass(name)
        : throw new CheckpointException($"the pickle names '{name}', which tensors do not need. It was not executed; use a checkpoint from its official source, or its .safetensors twin");

    public static object Call(object? function, object? arguments)
    {
        if (function is not PickleClass { Name: var name } || arguments is not object?[] values)
            throw new CheckpointException($"the pickle calls a {function?.GetType().Name ?? "null"}");
        return (name, values) switch
        {
            (OrderedDict, []) => new PickleDictionary(),
            (RebuildTensor, [TorchStorage storage, long offset, object?[] sizes, object?[] strides, ..]) => Tensor(storage, offset, Integers(sizes), Integers(strides)),
            (RebuildParameter, [TorchTensor tensor, ..]) => tensor,
            _ => throw new CheckpointException($"the pickle calls '{name}' with {values.Length} arguments of unexpected types"),
        };
    }

    /// <summary>A persistent id is (<c>storage</c>, class, key, location, elements).</summary>
    public static TorchStorage Storage(object? id) =>
        id is object?[] and ["storage", PickleClass { Name: var name }, string key, string, long elements, ..] && Storages.TryGetValue(name, out var type)
            ? new TorchStorage(type, key, elements)
            : throw new CheckpointException("the pickle refers to something that is not a tensor storage");

    private static TorchTensor Tensor(TorchStorage storage, long offset, long[] sizes, long[] strides)
    {
        if (offset < 0 || sizes.Length != strides.Length || sizes.Length > 16 || sizes.Any(size => size < 0) || strides.Any(stride => stride < 0))
            throw new CheckpointException($"a tensor has the offset {offset}, the shape [{string.Join(", ", sizes)}] and the strides [{string.Join(", ", strides)}]");
        return new TorchTensor(storage, offset, sizes, strides);
    }

    private static long[] Integers(object?[] values) => Array.ConvertAll(values, value => value is long number ? number : throw new CheckpointException("a tensor's shape is not made of integers"));
}
