using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.Networks;

/// <summary>The picture VAE's answer: a normal distribution for every latent.</summary>
internal sealed class LatentPosterior
{
    /// <param name="moments">[batch, 2 * channels, height, width]: mean, then log variance.</param>
    public LatentPosterior(TensorData moments)
    {
        var shape = moments.Shape;
        var (batch, half) = ((int)shape[0], moments.Values.Length / (int)shape[0] / 2);
        var mean = new float[batch * half];
        LogVariance = new float[batch * half];
        for (var entry = 0; entry < batch; entry++)
        {
            moments.Values.AsSpan(2 * entry * half, half).CopyTo(mean.AsSpan(entry * half));
            moments.Values.AsSpan((2 * entry + 1) * half, half).CopyTo(LogVariance.AsSpan(entry * half));
        }

        for (var i = 0; i < LogVariance.Length; i++)
            LogVariance[i] = Math.Clamp(LogVariance[i], -30, 20);
        Deviation = Array.ConvertAll(LogVariance, value => MathF.Exp(0.5f * value));
        Mean = new TensorData(mean, shape[0], shape[1] / 2, shape[2], shape[3]);
    }

    /// <summary>[batch, channels, height, width] f32.</summary>
    public TensorData Mean { get; }

    public float[] LogVariance { get; }

    public float[] Deviation { get; }

    /// <param name="noise">[batch * channels * height * width] f32, standard normal.</param>
    public TensorData Sample(ReadOnlySpan<float> noise)
    {
        var values = new float[Mean.Values.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = Mean.Values[i] + Deviation[i] * noise[i];
        return new TensorData(values, [.. Mean.Shape]);
    }
}
