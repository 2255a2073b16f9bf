using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Tests.Inference.Imaging.Matting;

/// <summary>
/// A network of U2-Net's signature: <c>input.1</c> [1, 3, height, width] f32 to several saliency maps [1, 1, height, width], of which the first counts. It is one 3x3 convolution and
/// a sigmoid; <see cref="Run"/> is the same, written plainly.
/// </summary>
internal static class SaliencyGraph
{
    // [1, 3, 3, 3] f32
    private static readonly float[] Kernel = [.. Enumerable.Range(0, 27).Select(i => (float)Math.Sin(i * 1.7) * 0.4f)];

    /// <param name="size">Null: free.</param>
    public static string Write(string path, int? size = null, int inputs = 1, int channels = 3)
    {
        OnnxDimension side(string name) => size is { } fixedSize ? fixedSize : name;
        using var graph = new GraphBuilder(path, new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32));
        var pictures = Enumerable.Range(1, inputs).Select(i => graph.Input($"input.{i}", OnnxType.Float, 1, channels, side("height"), side("width"))).ToList();
        var kernel = graph.Weight("kernel", [1, channels, 3, 3], Kernel.AsSpan(0, channels * 9));
        var saliency = graph.Node("Sigmoid", [graph.Node("Conv", [pictures[0], kernel], null, "", OnnxAttribute.Integers("pads", 1, 1, 1, 1))]);
        graph.Output("d0", saliency, 1, 1, side("height"), side("width"));
        graph.Output("d1", graph.Node("Neg", [saliency]), 1, 1, side("height"), side("width"));
        graph.Save();
        return path;
    }

    /// <param name="input">[3, side, side] f32</param>
    public static double[] Run(float[] input, int side)
    {
        var output = new double[side * side];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var sum = 0.0;
                for (var tap = 0; tap < Kernel.Length; tap++)
                {
                    var (c, dy, dx) = (tap / 9, tap / 3 % 3 - 1, tap % 3 - 1);
                    if (y + dy >= 0 && y + dy < side && x + dx >= 0 && x + dx < side)
                        sum += Kernel[tap] * (double)input[(c * side + y + dy) * side + x + dx];
                }

                output[y * side + x] = 1 / (1 + Math.Exp(-sum));
            }
        }

        return output;
    }
}
