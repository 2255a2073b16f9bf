using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>Mesh and cut-out pictures in, finished GLB out.</summary>
internal sealed class TextureStageRunner(EngineCatalog catalog, StagePictures pictures, IEngineInventory inventory, IArtifactStore store, TimeProvider time) : IStageRunner
{
    public async Task<StageOutcome> RunAsync(StageWork work, StageContext context, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var options = work.Request.Options;
        var engine = catalog.FindTexture(options.Engine) ?? throw new InvalidOperationException($"This silo was leased for texture engine '{options.Engine}', which it does not have.");
        if (work.Shape is not { Mesh: { } mesh, Cutouts: { } cutouts } shape) throw new InvalidOperationException("A texture stage was started without the mesh and pictures of its shape stage.");
        var file = await store.TryReadAsync(mesh, cancellationToken) ?? throw new ArtifactMissingException("The mesh of the shape stage", mesh);
        var request = new TextureRequest(MeshFile.Read(file), await pictures.LoadAsync(cutouts, cancellationToken))
        {
            Model = options.TextureModel,
            Steps = options.TextureSteps,
            Seed = options.Seed,
            TextureSize = options.TextureSize,
        };
        var result = await engine.GenerateAsync(request, context, cancellationToken);
        var ran = inventory.Offers.FirstOrDefault(offer => offer.Engine == options.Engine && offer.Stage == work.Lease.Stage)?.FindModel(options.TextureModel)?.Name;
        var model = await store.PutAsync(ModelFile.Write(result.Mesh, work.Request, shape.ModelName, ran), ModelFile.MediaType, cancellationToken);
        return new StageOutcome
        {
            Texture = new TextureProduct
            {
                Model = model,
                TextureSize = result.Mesh.BaseColor.Width,
                ModelName = ran,
                Seconds = StageSeconds.Of("texture", time.GetElapsedTime(start), result.Seconds),
            },
        };
    }
}
