using Hunyuan3D.Inference.ModelStore;
using Spectre.Console;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>Chooses the display, and runs work of the model store beside it.</summary>
internal static class WorkDisplay
{
    /// <summary>A bar if standard error is a terminal, lines otherwise.</summary>
    public static IWorkDisplay For(TextWriter error) => Console.IsErrorRedirected
        ? new PlainWork(error, TimeProvider.System)
        : new LiveWork(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }));

    /// <summary>Runs blocking work on a thread of its own.</summary>
    public static Task<T> RunAsync<T>(this IWorkDisplay display, Func<IProgress<ModelImportProgress>, T> work) =>
        display.ShowAsync(shown => Task.Run(() => work(new Translation(shown))));

    private sealed class Translation(IProgress<WorkProgress> shown) : IProgress<ModelImportProgress>
    {
        public void Report(ModelImportProgress value) => shown.Report(new WorkProgress(value.Step, value.Bytes, value.TotalBytes));
    }
}
