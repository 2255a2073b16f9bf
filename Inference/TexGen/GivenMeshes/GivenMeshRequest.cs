using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.TexGen.GivenMeshes;

/// <summary>A mesh file that is to be textured, and the pictures for it.</summary>
/// <param name="File">GLB, OBJ or binary STL.</param>
public sealed record GivenMeshRequest(ReadOnlyMemory<byte> File, ViewPictures Pictures)
{
    /// <summary>A mesh with more faces is reduced to these, unless its UVs are kept. Default 40,000.</summary>
    public int MaxFaces { get; init; } = 40_000;

    /// <summary>True: the mesh's own UVs and faces stay.</summary>
    public bool KeepUvs { get; init; }
}
