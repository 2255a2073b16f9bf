using System.Buffers.Binary;

namespace Hunyuan3D.Inference.Simulation;

/// <summary>Lets a stage's time pass in steps, as a denoising loop does: progress and a checkpoint after each, cancellable at any moment.</summary>
internal sealed class SimulatedSteps(TimeProvider time)
{
    /// <summary>The step's name in progress reports.</summary>
    public const string StepName = "simulated denoising";

    /// <returns>The steps that were run; fewer than <paramref name="steps"/> when an earlier attempt's checkpoint was continued.</returns>
    public async Task<int> RunAsync(int steps, TimeSpan duration, StageContext context, CancellationToken cancellationToken)
    {
        var first = Resume(context.Checkpoints, steps);
        var (pause, start) = (duration / steps, time.GetTimestamp());
        for (var step = first; step < steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Against the start and not the step before: a timer is late by a millisecond or so, which must not add up.
            var left = pause * (step + 1 - first) - time.GetElapsedTime(start);
            if (left > TimeSpan.Zero) await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), time, cancellationToken).ConfigureAwait(false);
            context.Progress.Report(new StageProgress(StepName, step + 1, steps, (step + 1) / (double)steps));
            if (step + 1 < steps && pause > TimeSpan.Zero) context.Checkpoints.Save(Encode(step + 1, steps));
        }

        return steps - first;
    }

    /// <summary>[2] i32: steps done, steps asked. A state of another number of steps is not continued.</summary>
    private static byte[] Encode(int done, int steps)
    {
        var state = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(state, done);
        BinaryPrimitives.WriteInt32LittleEndian(state.AsSpan(4), steps);
        return state;
    }

    private static int Resume(IStageCheckpoints checkpoints, int steps)
    {
        if (checkpoints.Latest is not { Length: 8 } state || BinaryPrimitives.ReadInt32LittleEndian(state.Span[4..]) != steps) return 0;
        return Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(state.Span), 0, steps);
    }
}
