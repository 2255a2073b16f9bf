using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Onnx;

/// <summary>A graph of large tensors is written in small memory, to the last byte and with the hash it is told of.</summary>
public sealed class StreamedWeightTests : IDisposable
{
    private const int Outputs = 12_000;
    private const int Inputs = 1024;
    private const long TensorBytes = (long)Outputs * Inputs * sizeof(float);

    // Blocks on their way to the disk, and those that are converted at the same time.
    private const long Buffers = 24 << 20;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(GraphDevice.Cpu, GraphPrecision.Fp32, 4)]
    [InlineData(GraphDevice.Cuda, GraphPrecision.Fp16, 2)]
    [InlineData(GraphDevice.Cuda, GraphPrecision.Int8, 1)]
    [InlineData(GraphDevice.Cpu, GraphPrecision.Int4, 0.5)]
    [InlineData(GraphDevice.Cpu, GraphPrecision.Int8, 1)]
    public void Linear_LargeTensor_NeverHasItInMemory(GraphDevice device, GraphPrecision precision, double bytesPerElement)
    {
        var files = new Files();
        var path = Path.Combine(_folder.Path, "layer.onnx");
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (var graph = new GraphBuilder(path, new GraphTarget(device, precision), files: files))
        {
            var x = graph.Input("x", graph.Compute, "rows", Inputs);
            graph.Output("y", graph.Linear("layer", x, new LinearWeights(Outputs, Inputs, Fill, null)), "rows", Outputs);
            graph.Save();
        }

        // The transposed form of int8 on the CPU holds the tensor once, in bytes.
        var whole = precision == GraphPrecision.Int8 && device == GraphDevice.Cpu ? TensorBytes / 2 : 0;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Buffers + whole);
        var weights = Path.ChangeExtension(path, ".weights");
        var written = new FileInfo(weights).Length;
        Assert.InRange(written, (long)(Outputs * (long)Inputs * bytesPerElement), (long)(Outputs * (long)Inputs * (bytesPerElement + 0.2)));
        Assert.Equal((written, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(weights)))), files.Told["layer.weights"]);
        Assert.Equal(written, files.Bytes);
    }

    [Fact]
    public void Weight_Fp32_IsWrittenAsItIsRead()
    {
        var path = Path.Combine(_folder.Path, "layer.onnx");
        using (var graph = new GraphBuilder(path, new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32)))
        {
            graph.Weight("weight", [Outputs, Inputs], new LinearWeights(Outputs, Inputs, Fill, null));
            graph.Save();
        }

        var expected = new float[Outputs * Inputs];
        Fill(0, Outputs, expected);
        Assert.True(System.Runtime.InteropServices.MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(File.ReadAllBytes(Path.ChangeExtension(path, ".weights"))));
    }

    [Fact]
    public void Linear_ReaderFails_ThrowsItsOwnFault()
    {
        using var graph = new GraphBuilder(Path.Combine(_folder.Path, "layer.onnx"), new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32));
        var broken = new LinearWeights(Outputs, Inputs, (start, _, _) => throw new CheckpointException($"row {start} is missing"), null);

        Assert.Contains("is missing", Assert.Throws<CheckpointException>(() => graph.Weight("weight", [Outputs, Inputs], broken)).Message, StringComparison.Ordinal);
    }

    private static void Fill(int start, int count, Span<float> rows)
    {
        for (var i = 0; i < count * Inputs; i++)
            rows[i] = ((start * Inputs + i) * 2654435761u >> 16) - 32768f;
    }

    private sealed class Files : IGraphFiles
    {
        public Dictionary<string, (long Bytes, string Sha256)> Told { get; } = [];

        public long Bytes { get; private set; }

        public void Written(string path, long bytes) => Bytes += bytes;

        public void Completed(string path, long bytes, string sha256) => Told.Add(Path.GetFileName(path), (bytes, sha256));
    }
}
