using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>Carries out one <c>generate</c>: submits, shows progress, writes the files, prints the summary.</summary>
internal sealed class GenerateRun(IHunyuan3DClient client, IProgressDisplay display, TextWriter output, TextWriter error, TimeProvider time)
{
    /// <summary>Returns the exit code.</summary>
    public async Task<int> RunAsync(GenerateRequest request, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var status = await display.ShowAsync(progress => client.GenerateAsync(request.Pictures, request.Submission, progress, cancellationToken));
        if (status.Status != GenerationStatusCode.Completed)
        {
            var reason = status.Failure?.Message ?? status.Status.ToString().ToLowerInvariant();
            await error.WriteLineAsync($"hunyuan3d: {reason}");
            return status.Status == GenerationStatusCode.Failed ? RootVerb.OfFailure(status.Failure) : ExitCode.Failure;
        }

        var bytes = await WriteAsync(request.Output, await client.GetModelAsync(status.Id, request.Format, cancellationToken), cancellationToken);
        if (request.Preview is not null)
            await WriteAsync(request.Preview, await client.GetPreviewAsync(status.Id, cancellationToken), cancellationToken);
        var summary = GenerationSummary.From(status, request.Output.Path, bytes, request.Preview?.Path, time.GetElapsedTime(start).TotalSeconds);
        await output.WriteLineAsync(request.Json ? JsonSerializer.Serialize(summary, CliJson.Default.GenerationSummary) : summary.ToString());
        return ExitCode.Success;
    }

    private async Task<long> WriteAsync(OutputFile file, ArtifactRef? artifact, CancellationToken cancellationToken)
    {
        if (artifact is null)
            throw new IOException($"The cluster lost the job before {file.Path} was written. Run the command again.");
        await using var content = await client.OpenArtifactAsync(artifact, cancellationToken);
        return ObjFiles.IsAsked(file.Path)
            ? await ObjFiles.WriteAsync(content, file.Path, cancellationToken)
            : await file.WriteAsync(content, cancellationToken);
    }
}
