using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Gpu;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Caching;

/// <summary>The GLB without a texture of a mesh that another job made. Where that one was textured it is written now, as the shape stage would have: some ten milliseconds, and no device.</summary>
internal static class ReusedModel
{
    /// <summary>Null: the mesh is gone.</summary>
    public static async Task<ArtifactRef?> FindOrWriteAsync(ShapeProduct shape, GenerationRequest request, IArtifactStore store)
    {
        if (shape.Model is { } model) return model;
        if (shape.Mesh is not { } mesh || await store.TryReadAsync(mesh, CancellationToken.None) is not { } file) return null;
        // Not on the job's turn: a mesh may have two million faces.
        return await Task.Run(() => store.PutAsync(ModelFile.Write(MeshFile.Read(file), request, shape), ModelFile.MediaType, CancellationToken.None));
    }
}
