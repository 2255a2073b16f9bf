using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Sessions;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// The real texture networks: every imported paint model is one of its models. It also needs a delight model, unless <see cref="TextureEngineOptions.Delight"/> is off; without one it announces
/// nothing, so that a job is refused before its shape is made.
/// </summary>
internal sealed partial class Hunyuan3DTextureEngine(
    InstalledModels models, SessionPool sessions, TextureEngineOptions options, TimeProvider time, ILogger<Hunyuan3DTextureEngine> logger) : ITextureEngine, IModelEngine
{
    public const string EngineName = "hunyuan3d";

    private int _saidThatDelightIsMissing;

    public string Name => EngineName;

    public IReadOnlyList<EngineModel> Models
    {
        get
        {
            var installed = models.Announce(ModelKind.Paint, PaintDefaults.Preference);
            var delight = options.Delight ? models.List(ModelKind.Delight, PaintDefaults.DelightPreference) is [var first, ..] ? first : null : null;
            if (options.Delight && delight is null)
            {
                if (installed.Count > 0 && Interlocked.Exchange(ref _saidThatDelightIsMissing, 1) == 0)
                    LogNoDelight(installed[0].Name, PaintDefaults.DelightPreference[0]);
                return [];
            }

            var bytes = delight?.Manifest.Bytes ?? 0;
            return [.. installed.Select(model => model with { Revision = Revision(model.Revision, delight), MemoryBytes = model.MemoryBytes + bytes })];
        }
    }

    public Task<TextureResult> GenerateAsync(TextureRequest request, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return Task.Run(() => Generate(request, context, cancellationToken), cancellationToken);
    }

    private TextureResult Generate(TextureRequest request, StageContext context, CancellationToken cancellationToken)
    {
        var paint = models.Get(request.Model, ModelKind.Paint, PaintDefaults.Preference, "textureModel");
        var delight = options.Delight ? models.Get(null, ModelKind.Delight, PaintDefaults.DelightPreference, "textureModel") : null;
        var settings = TextureSettings.Of(request, paint.Name, options, sessions.LowMemory);
        var run = new TextureRun(TextureIdentity.Of(request, settings, paint, delight), context.Checkpoints, options.CheckpointPeriod, time);
        LogRun(paint, delight, settings.Steps, run.State.Views?.StepsDone ?? 0, run.State.References.Count, settings.GuidanceScale);
        var pipeline = new TexturePipeline(Open(paint, PaintModel.Open), delight is null ? null : Open(delight, DelightModel.Open), settings, sessions, time);
        var result = pipeline.Run(request, run, context, cancellationToken);
        models.ThrowIfReplaced(paint);
        if (delight is not null)
            models.ThrowIfReplaced(delight);
        return result with { Model = new ModelUse(paint.Name, Revision(paint.Manifest.Revision, delight)) };
    }

    /// <summary>Results change with all of these, and cached ones are found by the revision.</summary>
    private string Revision(string paint, StoredModel? delight) => string.Join('+', ((string?[])[paint, delight?.Manifest.Revision, options.Identity(sessions.LowMemory)]).Where(part => !string.IsNullOrEmpty(part)));

    private static TModel Open<TModel>(StoredModel stored, Func<string, TModel> open)
    {
        try
        {
            return open(stored.Folder);
        }
        catch (CheckpointException exception)
        {
            throw new InvalidDataException($"Model {stored} is damaged: {exception.Message} Check it with: hunyuan3d models verify {stored.Name}", exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Model} is installed, but textures need {Delight} too: install it with 'hunyuan3d models pull {Delight}', or set Hunyuan3D:Texture:Delight to false to use pictures with their light. Until then no texture by networks is offered.")]
    private partial void LogNoDelight(string model, string delight);

    [LoggerMessage(Level = LogLevel.Information, Message = "Texture by {Model}, light removal by {Delight}: {Steps} diffusion steps ({Done} done before, {References} reference pictures finished before), guidance {Guidance}.")]
    private partial void LogRun(StoredModel model, StoredModel? delight, int steps, int done, int references, float? guidance);
}
