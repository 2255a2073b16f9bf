using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen.GivenMeshes;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>What a texture stage works on.</summary>
/// <param name="Pictures">Cut out.</param>
/// <param name="Shape">What is known of the mesh.</param>
/// <param name="Context">The stage's, less the part that making these took.</param>
internal sealed record TextureInputs(TriangleMesh Mesh, ViewPictures Pictures, ShapeProduct Shape, StageContext Context)
{
    /// <summary>What <see cref="Mesh"/> was made of, where it came with the request; null where the shape stage made it.</summary>
    public PreparedMesh? Given { get; init; }

    /// <summary>Wall time by step of making these, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Seconds { get; init; } = [];
}
