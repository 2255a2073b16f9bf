using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.ShapeGen;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>Pictures in, mesh out: the cut-out pictures, and the mesh for a texture stage or, where no texture is asked, the finished GLB.</summary>
internal sealed class ShapeStageRunner(EngineCatalog catalog, StagePictures pictures, IArtifactStore store, TimeProvider time) : IStageRunner
{
    public async Task<StageOutcome> RunAsync(StageWork work, StageContext context, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var options = work.Request.Options;
        var engine = catalog.FindShape(options.Engine) ?? throw new InvalidOperationException($"This silo was leased for shape engine '{options.Engine}', which it does not have.");
        var inputs = await pictures.LoadAsync(work.Request.Pictures, cancellationToken);
        var request = new ShapeRequest(inputs)
        {
            Model = options.Model,
            Seed = options.Seed,
            Steps = options.Steps,
            GuidanceScale = (float?)options.Guidance,
            OctreeResolution = options.OctreeResolution,
            MaxFaces = options.Faces,
        };
        var result = await engine.GenerateAsync(request, context, cancellationToken);
        var product = MeshFigures.Of(result.Mesh, result.MaskSource) with { ModelName = result.Model?.Name, ModelRevision = result.Model?.Revision, Decoder = result.Decoder };
        product = product with { Cutouts = await pictures.SaveAsync(result.Cutouts, inputs, work.Request.Pictures, cancellationToken) };
        if (!options.Texture) product = product with { Model = await store.PutAsync(ModelFile.Write(result.Mesh, work.Request, product), ModelFile.MediaType, cancellationToken) };
        // Whoever likes the shape may want it textured next.
        if (options.Texture || work.Request.UseCache) product = product with { Mesh = await store.PutAsync(MeshFile.Write(result.Mesh), MeshFile.MediaType, cancellationToken) };
        return new StageOutcome { Shape = product with { Seconds = StageSeconds.Of("shape", time.GetElapsedTime(start), result.Seconds) } };
    }
}
