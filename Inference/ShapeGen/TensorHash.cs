using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>SHA-256 of tensors, as 64 hexadecimal digits.</summary>
internal static class TensorHash
{
    public static string Of(ReadOnlySpan<float> values) => Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));
}
