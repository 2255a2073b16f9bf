using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Sessions;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>The real shape networks: every imported shape model is one of its models.</summary>
internal sealed partial class Hunyuan3DShapeEngine(
    InstalledModels models, SessionPool sessions, BackgroundRemover background, ShapeEngineOptions options, TimeProvider time, ILogger<Hunyuan3DShapeEngine> logger) : IShapeEngine, IModelEngine
{
    public const string EngineName = "hunyuan3d";

    // Options of this process that change what a model makes are part of its revision, which results are cached under.
    private readonly string _variant = string.Concat(options.Decoder is { } decoder ? $"+{decoder}" : "", options.InitialLatents is { } latents ? $"+{latents}" : "");

    public string Name => EngineName;

    public IReadOnlyList<EngineModel> Models =>
        [.. models.Announce(ModelKind.Shape, ShapeDefaults.Preference).Select(model => model with { Revision = model.Revision + _variant })];

    public Task<ShapeResult> GenerateAsync(ShapeRequest request, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return Task.Run(() => Generate(request, context, cancellationToken), cancellationToken);
    }

    private ShapeResult Generate(ShapeRequest request, StageContext context, CancellationToken cancellationToken)
    {
        var stored = models.Get(request.Model, ModelKind.Shape, ShapeDefaults.Preference, "model");
        var model = Open(stored);
        var settings = ShapeSettings.Of(request, stored, model, options.Decoder);
        var pipeline = new ShapePipeline(stored, model, settings, sessions, background, options, time);
        var result = pipeline.Run(request, context, done => LogRun(stored, settings.Steps, done, settings.GuidanceScale, settings.OctreeResolution, settings.DecoderName), cancellationToken);
        models.ThrowIfReplaced(stored);
        return result;
    }

    private static ShapeModel Open(StoredModel stored)
    {
        try
        {
            return ShapeModel.Open(stored.Folder);
        }
        catch (CheckpointException exception)
        {
            throw new InvalidDataException($"Model {stored} is damaged: {exception.Message} Check it with: hunyuan3d models verify {stored.Name}", exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Shape by {Model}: {Steps} diffusion steps ({Done} done before), guidance {Guidance}, octree {Octree}, decoder {Decoder}.")]
    private partial void LogRun(StoredModel model, int steps, int done, float guidance, int octree, string decoder);
}
