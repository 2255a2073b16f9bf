using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Checkpoints.Torch;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>About how many bytes an import writes, from the shapes alone: for the check of free space and for the bar.</summary>
internal static class ImportSize
{
    // Every tensor begins on a page of its own.
    private const long PerTensor = 2048;

    public static long Estimate(IReadOnlyList<CheckpointFile> files, GraphTarget target)
    {
        var bytes = 0L;
        foreach (var file in files)
        {
            if (file.Name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
                bytes += Estimate(SafetensorsFile.Open(file.Path), target);
            else if (file.Name.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".ckpt", StringComparison.OrdinalIgnoreCase))
                bytes += Estimate(TorchCheckpoint.Open(file.Path), target);
            else
                bytes += file.Bytes;
        }

        return bytes;
    }

    private static long Estimate(ITensorFile weights, GraphTarget target)
    {
        using (weights)
            return weights.Entries.Sum(entry => (long)(entry.ElementCount * BytesPerElement(entry, target)) + PerTensor);
    }

    private static double BytesPerElement(TensorEntry entry, GraphTarget target)
    {
        var plain = target.Compute == OnnxType.Float16 ? 2 : 4;
        var quantised = entry.Shape.Count == 2 && entry.Shape[0] >= 16;
        return target.Precision switch
        {
            GraphPrecision.Int8 when quantised && target.Device == GraphDevice.Cpu => 1,
            GraphPrecision.Int8 when quantised => 1 + plain / (double)BlockQuantizer.Int8BlockSize,
            GraphPrecision.Int4 when quantised => 0.5 + plain / (double)BlockQuantizer.Int4BlockSize,
            _ => plain,
        };
    }
}
