using System.Numerics.Tensors;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>
/// Noise to latents: the flow-matching loop with classifier-free guidance. Guidance is on for a scale of 0 or more unless the model is distilled, which takes the scale as an input.
/// </summary>
/// <param name="pairInOneBatch">Whether both halves of the guidance pair run in one call; otherwise one after the other, in half the memory, to the same values.</param>
internal sealed class FlowMatchingSampler(ShapeNetworks networks, IFlowScheduler scheduler, float guidanceScale, bool pairInOneBatch)
{
    private readonly bool _guided = guidanceScale >= 0 && !networks.Config.Denoiser.GuidanceEmbed;

    /// <summary>One step.</summary>
    /// <param name="latents">[1, tokens, channels] f32, moved in place.</param>
    /// <param name="condition">[1, condition tokens, width] f32.</param>
    /// <returns>The velocity that moved them, [tokens * channels] f32.</returns>
    public float[] Step(int step, TensorData latents, TensorData condition)
    {
        var time = scheduler.ModelTime(step);
        var velocity = _guided ? Guided(latents, time, condition) : networks.Velocity(latents, time, condition, guidanceScale).Values;
        scheduler.Step(step, velocity, latents.Values);
        return velocity;
    }

    private float[] Guided(TensorData latents, float time, TensorData condition)
    {
        var unconditional = new TensorData(new float[condition.Values.Length], [.. condition.Shape]);
        float[] with, without;
        if (pairInOneBatch)
        {
            var both = networks.Velocity(Twice(latents, latents), time, Twice(condition, unconditional), guidanceScale).Values;
            (with, without) = (both[..(both.Length / 2)], both[(both.Length / 2)..]);
        }
        else
        {
            with = networks.Velocity(latents, time, condition, guidanceScale).Values;
            without = networks.Velocity(latents, time, unconditional, guidanceScale).Values;
        }

        TensorPrimitives.Subtract(with, without, with);
        TensorPrimitives.MultiplyAdd(with, guidanceScale, without, with);
        return with;
    }

    private static TensorData Twice(TensorData first, TensorData second) => new([.. first.Values, .. second.Values], [2, .. first.Shape.Skip(1)]);
}
