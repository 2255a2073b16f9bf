using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Export;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Placement;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Export;

/// <summary>The exports of one model. Each is made once, beside the turn, and everybody who asks meanwhile waits for the same one.</summary>
[ControlPlacement]
[Orleans.Placement.PreferLocalPlacement]
[CollectionAgeLimit(Minutes = 5)]
internal sealed partial class ModelExportGrain(
    [PersistentState("exports", GrainStorageNames.Hunyuan3D)] IPersistentState<ExportRecord> record,
    IArtifactStore store,
    TimeProvider time,
    ILogger<ModelExportGrain> logger) : Grain, IModelExportGrain, IDisposable
{
    /// <summary>Well below the time-out of a call.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // Calls interleave, and a row is written by one at a time.
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Dictionary<string, Task<ExportAnswer>> _running = new(StringComparer.Ordinal);

    public Task<ExportAnswer> Convert(ArtifactRef model, ModelFormat format)
        => format == ModelFormat.Glb
            ? Task.FromResult(new ExportAnswer(ExportState.Done, model))
            : GetAsync(format.ToString(), model, glb => ModelExporter.Convert(glb, format));

    public Task<ExportAnswer> RenderPreview(ArtifactRef model) => GetAsync("preview", model, glb => ModelExporter.RenderPreview(glb));

    public Task<ExportAnswer> Extract(ArtifactRef model, ModelPart part) => GetAsync($"part {part}", model, glb => ModelExporter.Extract(glb, part));

    public void Dispose() => _writing.Dispose();

    private async Task<ExportAnswer> GetAsync(string kind, ArtifactRef model, Func<byte[], (byte[], string)> make)
    {
        if (record.State.Exports.TryGetValue(kind, out var known) && store.Exists(known)) return new ExportAnswer(ExportState.Done, known);
        if (!_running.TryGetValue(kind, out var running)) _running.Add(kind, running = MakeAsync(kind, model, make));
        try
        {
            return await running.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            return new ExportAnswer(ExportState.Pending);
        }
    }

    private async Task<ExportAnswer> MakeAsync(string kind, ArtifactRef model, Func<byte[], (byte[], string)> make)
    {
        try
        {
            var exported = await Task.Run(async () =>
            {
                if (await store.TryReadAsync(model, CancellationToken.None) is not { } glb) return null;
                var (file, mediaType) = make(glb);
                return await store.PutAsync(file, mediaType, CancellationToken.None);
            });
            if (exported is null) return new ExportAnswer(ExportState.ModelLost);
            record.State.Exports[kind] = exported;
            await RememberAsync();
            return new ExportAnswer(ExportState.Done, exported);
        }
        catch (Exception exception)
        {
            LogFailed(exception, kind, model.Sha256);
            return new ExportAnswer(ExportState.Failed, Message: exception.Message);
        }
        finally
        {
            _running.Remove(kind);
        }
    }

    // What cannot be remembered is made again another time.
    private async Task RememberAsync()
    {
        await _writing.WaitAsync();
        try
        {
            await record.WriteStateAsync();
        }
        catch (Exception exception)
        {
            LogNotRemembered(exception);
        }
        finally
        {
            _writing.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Export {Kind} of model {Sha256} failed.")]
    private partial void LogFailed(Exception exception, string kind, string sha256);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An export could not be remembered; it will be made again when it is asked for.")]
    private partial void LogNotRemembered(Exception exception);
}
