using Spectre.Console;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>A bar that is redrawn in place, for terminals.</summary>
internal sealed class LiveWork(IAnsiConsole console) : IWorkDisplay
{
    public Task<T> ShowAsync<T>(Func<IProgress<WorkProgress>, Task<T>> work) => console
        .Progress()
        .AutoClear(true)
        .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
        .StartAsync(async context => await work(new Bar(context.AddTask("starting", maxValue: 1))));

    private sealed class Bar(ProgressTask task) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value)
        {
            task.Description = Markup.Escape(value.Line);
            task.Value = value.Fraction;
        }
    }
}
