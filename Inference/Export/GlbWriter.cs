using System.Numerics;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;
using SharpGLTF.Memory;
using SharpGLTF.Schema2;
using SharpGLTF.Validation;

namespace Hunyuan3D.Inference.Export;

/// <summary>
/// Writes glTF 2.0 binary: Y up, metres, one node, one mesh, one metallic-roughness material (metallic 0, roughness 1), smooth normals,
/// the texture inside the file. The same input gives the same bytes.
/// </summary>
public static class GlbWriter
{
    // 65535 means "restart the strip" to GPUs, so glTF forbids it as a 16-bit index.
    private const int MaxVerticesFor16Bits = 65_535;

    public static byte[] Write(TexturedMesh mesh, GlbOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        options ??= new GlbOptions();
        return Write(mesh.Geometry.Mesh, SmoothNormals.Of(mesh.Geometry), mesh.Geometry.Uvs, Encode(mesh.BaseColor, options), options);
    }

    /// <summary>Without a texture: a plain light grey material, no UVs.</summary>
    public static byte[] Write(TriangleMesh mesh, GlbOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        return Write(mesh, SmoothNormals.Of(mesh), uvs: null, image: null, options ?? new GlbOptions());
    }

    private static byte[] Write(TriangleMesh mesh, Vector3[] normals, Vector2[]? uvs, byte[]? image, GlbOptions options)
    {
        var root = ModelRoot.CreateModel();
        root.Asset.Generator = options.Generator;
        if (options.Provenance is not null) root.Asset.Extras = options.Provenance.ToJson();

        var target = root.CreateMesh(options.Name);
        var primitive = target.CreatePrimitive();
        AddGeometry(root, primitive, mesh, normals, uvs);
        primitive.Material = AddMaterial(root, image, options.Name);
        root.UseScene("scene").CreateNode(options.Name).Mesh = target;

        // What is written is ours and checked by the tests, so the library's own validation would only cost time.
        var bytes = root.WriteGLB(new WriteSettings { Validation = ValidationMode.Skip, MergeBuffers = true, ImageWriting = ResourceWriteMode.BufferView });
        return bytes.Array is { } array && bytes.Offset == 0 && bytes.Count == array.Length ? array : bytes.ToArray();
    }

    // One buffer for all attributes, so that the library has nothing to gather.
    private static void AddGeometry(ModelRoot root, MeshPrimitive primitive, TriangleMesh mesh, Vector3[] normals, Vector2[]? uvs)
    {
        var shortIndices = mesh.VertexCount <= MaxVerticesFor16Bits;
        var positionBytes = mesh.VertexCount * 12;
        var uvBytes = uvs is null ? 0 : mesh.VertexCount * 8;
        var indexBytes = mesh.Indices.Length * (shortIndices ? 2 : 4);
        var bytes = new byte[positionBytes * 2 + uvBytes + indexBytes];
        var buffer = root.UseBuffer(bytes);

        var offset = 0;
        MemoryMarshal.AsBytes(mesh.Positions.AsSpan()).CopyTo(bytes);
        AddAttribute(root, primitive, "POSITION", buffer, ref offset, mesh.VertexCount, AttributeFormat.Float3);
        MemoryMarshal.AsBytes(normals.AsSpan()).CopyTo(bytes.AsSpan(offset));
        AddAttribute(root, primitive, "NORMAL", buffer, ref offset, mesh.VertexCount, AttributeFormat.Float3);
        if (uvs is not null)
        {
            var flipped = MemoryMarshal.Cast<byte, Vector2>(bytes.AsSpan(offset, uvBytes));
            for (var i = 0; i < uvs.Length; i++)
                flipped[i] = new Vector2(uvs[i].X, 1 - uvs[i].Y); // glTF's v runs down
            AddAttribute(root, primitive, "TEXCOORD_0", buffer, ref offset, mesh.VertexCount, AttributeFormat.Float2);
        }

        if (shortIndices)
        {
            var narrow = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan(offset));
            for (var i = 0; i < mesh.Indices.Length; i++)
                narrow[i] = (ushort)mesh.Indices[i];
        }
        else
        {
            MemoryMarshal.AsBytes(mesh.Indices.AsSpan()).CopyTo(bytes.AsSpan(offset));
        }

        var view = root.UseBufferView(buffer, offset, indexBytes, 0, BufferMode.ELEMENT_ARRAY_BUFFER);
        var accessor = root.CreateAccessor();
        accessor.SetIndexData(view, 0, mesh.Indices.Length, shortIndices ? IndexEncodingType.UNSIGNED_SHORT : IndexEncodingType.UNSIGNED_INT);
        primitive.SetIndexAccessor(accessor);
    }

    private static void AddAttribute(
        ModelRoot root, MeshPrimitive primitive, string name, SharpGLTF.Schema2.Buffer buffer, ref int offset, int count, AttributeFormat format)
    {
        var length = count * format.ByteSize;
        var view = root.UseBufferView(buffer, offset, length, 0, BufferMode.ARRAY_BUFFER);
        var accessor = root.CreateAccessor();
        accessor.SetVertexData(view, 0, count, format);
        primitive.SetVertexAccessor(name, accessor);
        offset += length;
    }

    private static Material AddMaterial(ModelRoot root, byte[]? image, string name)
    {
        var material = root.CreateMaterial(name);
        material.InitializePBRMetallicRoughness();
        var surface = material.FindChannel("MetallicRoughness")!.Value;
        surface.SetFactor("MetallicFactor", 0);
        surface.SetFactor("RoughnessFactor", 1);
        var baseColor = material.FindChannel("BaseColor")!.Value;
        if (image is null)
        {
            baseColor.Color = new Vector4(0.8f, 0.8f, 0.8f, 1);
            return material;
        }

        var stored = root.CreateImage("baseColor");
        stored.Content = new MemoryImage(image);
        baseColor.SetTexture(0, stored, null, TextureWrapMode.CLAMP_TO_EDGE, TextureWrapMode.CLAMP_TO_EDGE,
            TextureMipMapFilter.LINEAR_MIPMAP_LINEAR, TextureInterpolationFilter.LINEAR);
        return material;
    }

    private static byte[] Encode(Picture texture, GlbOptions options) => options.TextureEncoding switch
    {
        TextureEncoding.Png => ImageCodec.EncodePng(texture),
        TextureEncoding.Jpeg => ImageCodec.EncodeJpeg(texture, options.TextureQuality),
        TextureEncoding.WebP => ImageCodec.EncodeWebP(texture, options.TextureQuality),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.TextureEncoding, "Not a texture encoding."),
    };
}
