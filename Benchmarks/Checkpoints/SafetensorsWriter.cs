using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hunyuan3D.Benchmarks.Checkpoints;

/// <summary>Writes a safetensors file of F16 tensors with random values, a block at a time.</summary>
internal static class SafetensorsWriter
{
    private const int Block = 1 << 20;

    public static void Write(string path, IReadOnlyList<TensorShape> tensors, int seed)
    {
        var header = new JsonObject();
        var offset = 0L;
        foreach (var tensor in tensors)
        {
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = "F16",
                ["shape"] = new JsonArray([.. tensor.Sizes.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(offset, offset + 2 * tensor.Elements),
            };
            offset += 2 * tensor.Elements;
        }

        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        var json = JsonSerializer.SerializeToUtf8Bytes(header);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        file.Write(length);
        file.Write(json);

        var halves = new Half[Block];
        var random = new Random(seed);
        var noise = new float[4096];
        for (var i = 0; i < noise.Length; i++)
            noise[i] = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble() - 2) * 1.7320508f;
        foreach (var tensor in tensors)
        {
            for (var start = 0L; start < tensor.Elements; start += Block)
            {
                var count = (int)Math.Min(Block, tensor.Elements - start);
                // A table with a random walk through it: plain enough to be quick, random enough not to be low rank.
                var state = (uint)random.Next() | 1;
                for (var i = 0; i < count; i++)
                {
                    state = state * 1664525 + 1013904223;
                    halves[i] = (Half)(tensor.Fixed?.Invoke(start + i) ?? tensor.Mean + tensor.Deviation * noise[state >> 20]);
                }

                file.Write(MemoryMarshal.AsBytes(halves.AsSpan(0, count)));
            }
        }
    }
}
