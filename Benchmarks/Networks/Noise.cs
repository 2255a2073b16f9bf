using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Benchmarks.Networks;

/// <summary>Inputs of benchmarks: standard normal, the same at every run.</summary>
internal static class Noise
{
    public static TensorData Tensor(params long[] shape) => new(GaussianNoise.Draw(1, 0, (int)shape.Aggregate(1L, (product, size) => product * size)), shape);
}
