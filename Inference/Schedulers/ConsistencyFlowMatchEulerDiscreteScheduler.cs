namespace Hunyuan3D.Inference.Schedulers;

/// <summary>
/// The turbo models' schedule: n sigmas picked from the p end points of phased consistency training (Wang et al. 2024, "Phased Consistency Models").
/// Source: Tencent/Hunyuan3D-2, hy3dgen/shapegen/schedulers.py. One instance per job.
/// </summary>
internal sealed class ConsistencyFlowMatchEulerDiscreteScheduler : IFlowScheduler
{
    private const int TrainTimesteps = 1000;

    /// <param name="steps">At most <paramref name="pcmTimesteps"/>.</param>
    public ConsistencyFlowMatchEulerDiscreteScheduler(int steps, int pcmTimesteps = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, pcmTimesteps);
        var ratio = TrainTimesteps / pcmTimesteps;
        var sigmas = new float[steps + 1];
        for (var i = 0; i < steps; i++)
        {
            var phase = (int)Math.Floor(i * ((double)pcmTimesteps / steps));
            var endPoint = phase == 0 ? 0 : phase * ratio - 1;
            sigmas[i] = (float)(endPoint / (TrainTimesteps - 1.0));
        }

        sigmas[steps] = 1;
        Sigmas = sigmas;
    }

    public IReadOnlyList<float> Sigmas { get; }
}
