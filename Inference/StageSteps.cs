namespace Hunyuan3D.Inference;

/// <summary>
/// Runs the steps of a stage one after the other: reports each one's progress and the stage's, takes its wall time, and looks for cancellation between them.
/// </summary>
internal sealed class StageSteps(StageContext context, TimeProvider time, CancellationToken cancellationToken)
{
    private const int PartsOfStep = 100;

    private readonly List<KeyValuePair<string, double>> _seconds = [];
    private double _done;

    /// <summary>Wall seconds by step, in order; spaces of the names are hyphens here.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Seconds => _seconds;

    /// <param name="name">Lower-case words.</param>
    /// <param name="share">Of the stage's time, about; the shares of all steps add up to 1.</param>
    /// <param name="work">Gets where to report its own progress, 0 to 1.</param>
    /// <param name="parts">What the step's own progress is counted in, such as diffusion steps.</param>
    public T Run<T>(string name, double share, Func<IProgress<double>, T> work, int parts = PartsOfStep)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var progress = new StepProgress(context.Progress, name, parts, _done, share);
        progress.Report(0);
        var start = time.GetTimestamp();
        var result = work(progress);
        _seconds.Add(new(name.Replace(' ', '-'), time.GetElapsedTime(start).TotalSeconds));
        progress.Report(1);
        _done = Math.Min(1, _done + share);
        return result;
    }

    // Kernels report from several threads; what is passed on never falls.
    private sealed class StepProgress(IProgress<StageProgress> target, string name, int parts, double done, double share) : IProgress<double>
    {
        private readonly Lock _gate = new();
        private int _last = -1;

        public void Report(double value)
        {
            // A share such as 7 / 50 times 50 may be a hair below 7.
            var part = (int)(Math.Clamp(value, 0, 1) * parts + 1e-6);
            lock (_gate)
            {
                if (part <= _last) return;
                _last = part;
                target.Report(new StageProgress(name, part, parts, Math.Min(1, done + share * part / parts)));
            }
        }
    }
}
