using Hunyuan3D.Grains.Interfaces.Export;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Grains.Export;

/// <summary>Makes other files from a finished GLB. Takes cores for up to seconds; never on a grain's turn.</summary>
internal static class ModelExporter
{
    /// <exception cref="ArgumentOutOfRangeException">Not a format to convert to.</exception>
    public static (byte[] File, string MediaType) Convert(ReadOnlyMemory<byte> glb, ModelFormat format)
    {
        var (mesh, textured) = GlbReader.Read(glb);
        return format switch
        {
            ModelFormat.Obj => (textured is null ? ObjWriter.Write(mesh) : ObjWriter.Write(textured), "application/zip"),
            ModelFormat.Stl => (StlWriter.Write(mesh), "model/stl"),
            ModelFormat.Ply => (textured is null ? PlyWriter.Write(mesh) : PlyWriter.Write(textured), "model/ply"),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Expected Obj, Stl or Ply."),
        };
    }

    /// <exception cref="ArgumentException">The model has no texture.</exception>
    public static (byte[] File, string MediaType) Extract(ReadOnlyMemory<byte> glb, ModelPart part)
    {
        var (mesh, textured) = GlbReader.Read(glb);
        return part switch
        {
            ModelPart.Mesh => (GlbWriter.Write(mesh), "model/gltf-binary"),
            _ when textured is not null => (ImageCodec.EncodePng(textured.BaseColor), "image/png"),
            _ => throw new ArgumentException("The model has no texture.", nameof(part)),
        };
    }

    /// <returns>A PNG with eight views.</returns>
    public static (byte[] File, string MediaType) RenderPreview(ReadOnlyMemory<byte> glb)
    {
        var (mesh, textured) = GlbReader.Read(glb);
        var picture = textured is null ? TurntableRenderer.Render(mesh, VertexNormals.Compute(mesh)) : TurntableRenderer.Render(textured);
        return (ImageCodec.EncodePng(picture), "image/png");
    }
}
