namespace Hunyuan3D.Inference.Schedulers;

/// <summary>The noise levels of a flow-matching run.</summary>
internal interface IFlowScheduler
{
    /// <summary>[steps + 1] ascending; the last is 1.</summary>
    IReadOnlyList<float> Sigmas { get; }

    int Steps => Sigmas.Count - 1;

    /// <summary>The scheduler's own time of a step, 0 to 1000.</summary>
    float Timestep(int step) => 1000 * Sigmas[step];

    /// <summary>What the network is told, 0 to 1: the timestep over 1000, rounded as upstream rounds it.</summary>
    float ModelTime(int step) => Timestep(step) / 1000;

    /// <summary>latents += (sigma[step + 1] - sigma[step]) * velocity.</summary>
    void Step(int step, ReadOnlySpan<float> velocity, Span<float> latents)
        => System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(velocity, Sigmas[step + 1] - Sigmas[step], latents, latents);
}
