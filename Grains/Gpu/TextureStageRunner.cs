using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.GivenMeshes;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>Mesh and pictures in, finished GLB out. The mesh and the cut-outs are those of the shape stage, or made from a mesh that came with the request.</summary>
internal sealed class TextureStageRunner(EngineCatalog catalog, StagePictures pictures, BackgroundRemover background, IArtifactStore store, TimeProvider time) : IStageRunner
{
    public async Task<StageOutcome> RunAsync(StageWork work, StageContext context, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var options = work.Request.Options;
        var engine = catalog.FindTexture(options.Engine) ?? throw new InvalidOperationException($"This silo was leased for texture engine '{options.Engine}', which it does not have.");
        var inputs = work.Request.Mesh is { } given
            ? await PrepareAsync(work.Request, given, context, cancellationToken)
            : await LoadAsync(work.Shape, context, cancellationToken);
        var request = new TextureRequest(inputs.Mesh, inputs.Pictures)
        {
            Model = options.TextureModel,
            Steps = options.TextureSteps,
            Seed = options.Seed,
            TextureSize = options.TextureSize,
            Uvs = inputs.Given?.Uvs,
        };
        var result = await engine.GenerateAsync(request, inputs.Context, cancellationToken);
        var textured = inputs.Given?.Restore(result.Mesh) ?? result.Mesh;
        var model = await store.PutAsync(ModelFile.Write(textured, work.Request, inputs.Shape, result.Model), ModelFile.MediaType, cancellationToken);
        return new StageOutcome
        {
            Texture = new TextureProduct
            {
                Model = model,
                TextureSize = result.Mesh.BaseColor.Width,
                ModelName = result.Model?.Name,
                ModelRevision = result.Model?.Revision,
                Seconds = StageSeconds.Of("texture", time.GetElapsedTime(start), [.. inputs.Seconds, .. result.Seconds]),
                Given = inputs.Given is null ? null : inputs.Shape,
            },
        };
    }

    private async Task<TextureInputs> LoadAsync(ShapeProduct? shape, StageContext context, CancellationToken cancellationToken)
    {
        if (shape is not { Mesh: { } mesh, Cutouts: { } cutouts }) throw new InvalidOperationException("A texture stage was started without the mesh and pictures of its shape stage.");
        var file = await store.TryReadAsync(mesh, cancellationToken) ?? throw new ArtifactMissingException("The mesh of the shape stage", mesh);
        return new TextureInputs(MeshFile.Read(file), await pictures.LoadAsync(cutouts, cancellationToken), shape, context);
    }

    private async Task<TextureInputs> PrepareAsync(GenerationRequest request, ArtifactRef mesh, StageContext context, CancellationToken cancellationToken)
    {
        var file = await store.TryReadAsync(mesh, cancellationToken) ?? throw new ArtifactMissingException("The given mesh", mesh);
        var inputs = await pictures.LoadAsync(request.Pictures, cancellationToken);
        var given = new GivenMeshRequest(file, inputs) { MaxFaces = request.Options.Faces, KeepUvs = request.Options.KeepUvs };
        var result = GivenMeshPreparer.Prepare(given, background, context, time, cancellationToken);
        var figures = MeshFigures.Of(result.Mesh.Mesh, result.MaskSource) with { Cutouts = await pictures.SaveAsync(result.Cutouts, inputs, request.Pictures, cancellationToken) };
        return new TextureInputs(result.Mesh.Mesh, result.Cutouts, figures, result.Rest) { Given = result.Mesh, Seconds = result.Seconds };
    }
}
