using System.CommandLine;
using System.CommandLine.Parsing;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Cli.Bench;
using Hunyuan3D.Hosting.Cli.Keys;
using Hunyuan3D.Hosting.Cli.Models;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Hub;
using Hunyuan3D.Inference.ModelStore;
using Microsoft.Extensions.Options;
using Hunyuan3D.Inference.Sessions;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>The program <c>hunyuan3d</c>: its verbs, and the exit code for everything that can go wrong.</summary>
internal static class RootVerb
{
    /// <summary>Runs one command line to its end; what went wrong is written to <paramref name="error"/>.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("Hunyuan3D: turns a picture into a textured 3D model, on this machine or on a cluster.")
        {
            new GenerateVerb(),
            new ServeVerb(),
            new ModelsVerb(),
            new KeysVerb(),
            new BenchVerb(),
        };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var problem in parsed.Errors)
                await error.WriteLineAsync($"hunyuan3d: {problem.Message}");
            await error.WriteLineAsync($"Try: {Verbs(parsed.CommandResult)} --help");
            return ExitCode.BadInput;
        }

        try
        {
            // The verbs handle signals themselves: a server drains, a generation cancels its job.
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception e)
        {
            return await ReportAsync(e, error);
        }
    }

    /// <summary>For example <c>hunyuan3d models import</c>.</summary>
    private static string Verbs(CommandResult command) =>
        command.Parent is CommandResult above ? $"{Verbs(above)} {command.Command.Name}" : "hunyuan3d";

    private static async Task<int> ReportAsync(Exception exception, TextWriter error)
    {
        switch (exception)
        {
            case InputProblemException e:
                foreach (var problem in e.Problems)
                    await error.WriteLineAsync($"hunyuan3d: {problem.Message}");
                return ExitCode.BadInput;
            case OptionsValidationException e:
                foreach (var problem in e.Failures)
                    await error.WriteLineAsync($"hunyuan3d: {problem}");
                return ExitCode.BadInput;
            case GenerationRejectedException e:
                await error.WriteLineAsync($"hunyuan3d: {e.Message}");
                return OfFailure(e.Failure);
            case OperationCanceledException:
                await error.WriteLineAsync("hunyuan3d: cancelled.");
                return ExitCode.Failure;
            case CheckpointException e:
                await error.WriteLineAsync($"hunyuan3d: {e.Message}");
                return ExitCode.BadInput;
            case HubException e:
                await error.WriteLineAsync($"hunyuan3d: {e.Message}");
                return e.Failure is HubFailure.NotFound or HubFailure.AccessDenied or HubFailure.BadAddress ? ExitCode.BadInput : ExitCode.Failure;
            case ModelStoreException or DataFolderException or DeviceUnavailableException or ClusterUnavailableException or IOException or UnauthorizedAccessException:
                await error.WriteLineAsync($"hunyuan3d: {exception.Message}");
                return ExitCode.Failure;
            default:
                await error.WriteLineAsync($"hunyuan3d: failed unexpectedly. {exception}");
                return ExitCode.Failure;
        }
    }

    /// <summary>A job that failed through the caller's fault is bad input; every other failure is not.</summary>
    public static int OfFailure(GenerationFailure? failure) =>
        failure?.Code is GenerationFailureCode.InvalidInput or GenerationFailureCode.ModelNotAvailable ? ExitCode.BadInput : ExitCode.Failure;
}
