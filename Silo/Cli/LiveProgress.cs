using Hunyuan3D.Grains.Interfaces.Generation;
using Spectre.Console;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>A bar that is redrawn in place, for terminals.</summary>
internal sealed class LiveProgress(IAnsiConsole console) : IProgressDisplay
{
    public Task<T> ShowAsync<T>(Func<IProgress<GenerationStatus>, Task<T>> work) => console
        .Progress()
        .AutoClear(true)
        .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(async context => await work(new Bar(context.AddTask("starting", maxValue: 1))));

    private sealed class Bar(ProgressTask task) : IProgress<GenerationStatus>
    {
        public void Report(GenerationStatus value)
        {
            if (ProgressText.Of(value) is { } text)
                task.Description = Markup.Escape(text + (value.Progress?.Remaining is { } left ? $", {left.TotalSeconds:F0} s left" : ""));
            task.Value = Math.Max(task.Value, ProgressText.Fraction(value));
        }
    }
}
