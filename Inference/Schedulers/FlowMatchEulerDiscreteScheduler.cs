namespace Hunyuan3D.Inference.Schedulers;

/// <summary>
/// Flow matching with Euler steps. Noise is at sigma 0, data at sigma 1; the last interval is 1 to 1, so the last of n calls moves nothing (as upstream).
/// Source: Tencent/Hunyuan3D-2, hy3dgen/shapegen/schedulers.py. One instance per job.
/// </summary>
internal sealed class FlowMatchEulerDiscreteScheduler : IFlowScheduler
{
    /// <param name="shift">Timestep shift; 1: none.</param>
    public FlowMatchEulerDiscreteScheduler(int steps, double shift = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        var sigmas = new float[steps + 1];
        for (var i = 0; i < steps; i++)
        {
            var sigma = steps == 1 ? 0 : i / (steps - 1.0);
            sigmas[i] = (float)(shift * sigma / (1 + (shift - 1) * sigma));
        }

        sigmas[steps] = 1;
        Sigmas = sigmas;
    }

    public IReadOnlyList<float> Sigmas { get; }
}
