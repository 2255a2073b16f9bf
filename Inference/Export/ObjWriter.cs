using System.Buffers;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference.Export;

/// <summary>
/// Writes a zip of <c>name.obj</c> (metres, Y up, smooth normals), <c>name.mtl</c> and, with a texture, <c>name.png</c>.
/// The same input gives the same bytes.
/// </summary>
public static class ObjWriter
{
    // Zip cannot say "no time"; this is the earliest it knows.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="name">Base name of the files in the zip: letters, digits, <c>-</c>, <c>_</c>.</param>
    public static byte[] Write(TexturedMesh mesh, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(mesh);
        CheckName(name);
        var source = WeldedMesh.Of(mesh.Geometry);
        return Zip(name, Obj(source, mesh.Geometry, name), ImageCodec.EncodePng(mesh.BaseColor));
    }

    /// <summary>Without a texture.</summary>
    public static byte[] Write(TriangleMesh mesh, string name = "model")
    {
        ArgumentNullException.ThrowIfNull(mesh);
        CheckName(name);
        return Zip(name, Obj(mesh, null, name), png: null);
    }

    private static byte[] Zip(string name, byte[] obj, byte[]? png)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, name + ".obj", obj, CompressionLevel.Fastest);
            Add(zip, name + ".mtl", Mtl(name, textured: png is not null), CompressionLevel.Fastest);
            if (png is not null) Add(zip, name + ".png", png, CompressionLevel.NoCompression);
        }

        return file.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes, CompressionLevel level)
    {
        var entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = NoTime;
        using var stream = entry.Open();
        stream.Write(bytes);
    }

    private static byte[] Mtl(string name, bool textured) => Encoding.UTF8.GetBytes(
        $"newmtl {name}\nKa 0 0 0\n" + (textured ? $"Kd 1 1 1\nmap_Kd {name}.png\n" : "Kd 0.8 0.8 0.8\n") + "Ks 0 0 0\nillum 1\n");

    // Positions and normals are those before the split along chart borders: an OBJ corner names position, UV and normal each by its own index.
    private static byte[] Obj(TriangleMesh source, UvMesh? uvMesh, string name)
    {
        var text = new ArrayBufferWriter<byte>(1024 + source.VertexCount * 96 + source.FaceCount * 64);
        Add(text, $"# Hunyuan3D.Orleans, metres, Y up\nmtllib {name}.mtl\no {name}\n");
        foreach (var p in source.Positions) Add(text, $"v {p.X} {p.Y} {p.Z}\n");
        foreach (var uv in uvMesh?.Uvs ?? []) Add(text, $"vt {uv.X} {uv.Y}\n");
        foreach (var n in SmoothNormals.Of(source)) Add(text, $"vn {n.X:0.####} {n.Y:0.####} {n.Z:0.####}\n");
        Add(text, $"usemtl {name}\ns 1\n");
        for (var i = 0; i < source.Indices.Length; i += 3)
        {
            int a = source.Indices[i] + 1, b = source.Indices[i + 1] + 1, c = source.Indices[i + 2] + 1;
            if (uvMesh is null)
                Add(text, $"f {a}//{a} {b}//{b} {c}//{c}\n");
            else
                Add(text, $"f {a}/{uvMesh.Mesh.Indices[i] + 1}/{a} {b}/{uvMesh.Mesh.Indices[i + 1] + 1}/{b} {c}/{uvMesh.Mesh.Indices[i + 2] + 1}/{c}\n");
        }

        return text.WrittenSpan.ToArray();
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new ArgumentException($"'{name}' cannot name the files of an OBJ; use letters, digits, '-' and '_'.", nameof(name));
    }

    // The handler has written the line by the time it gets here.
    private static void Add(ArrayBufferWriter<byte> text, [InterpolatedStringHandlerArgument(nameof(text))] Utf8Line line) => _ = (text, line);
}
