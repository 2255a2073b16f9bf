using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;
using SharpGLTF.Schema2;
using SharpGLTF.Validation;

namespace Hunyuan3D.Inference.Export;

/// <summary>
/// Reads the triangles, UVs and base colour texture of a GLB from outside. Points, lines, skins, morph targets, animations, vertex colours and
/// colour factors are not read.
/// </summary>
public static class GlbReader
{
    /// <param name="field">The request's field, for messages.</param>
    /// <exception cref="StageInputException">The file is broken, too large, without triangles, or uses what is not supported; the message says which.</exception>
    public static GlbModel Read(ReadOnlyMemory<byte> file, GlbLimits? limits = null, string field = "mesh")
    {
        limits ??= new GlbLimits();
        GlbInspection.Check(file.Span, limits, field);
        try
        {
            var root = ModelRoot.ParseGLB(new ArraySegment<byte>(file.ToArray()), new ReadSettings { Validation = ValidationMode.Strict });
            return Merge(Parts(root, limits, field), limits, field);
        }
        catch (Exception e) when (e is not (StageInputException or OutOfMemoryException))
        {
            // The library meets broken files with many exception types, ArgumentOutOfRange and NullReference among them.
            throw new StageInputException(field, $"The GLB is broken: {e.Message}", e);
        }
    }

    private readonly record struct Part(MeshPrimitive Primitive, Matrix4x4 World, int Vertices);

    private static List<Part> Parts(ModelRoot root, GlbLimits limits, string field)
    {
        var scene = root.DefaultScene ?? (root.LogicalScenes.Count > 0 ? root.LogicalScenes[0] : null)
            ?? throw new StageInputException(field, "The GLB has no scene.");
        var parts = new List<Part>();
        long vertices = 0, faces = 0;
        foreach (var node in Node.Flatten(scene))
        {
            foreach (var primitive in node.Mesh?.Primitives ?? [])
            {
                if (primitive.DrawPrimitiveType is not (PrimitiveType.TRIANGLES or PrimitiveType.TRIANGLE_STRIP or PrimitiveType.TRIANGLE_FAN)) continue;
                if (primitive.GetVertexAccessor("POSITION") is not { } positions) continue;
                var corners = primitive.IndexAccessor?.Count ?? positions.Count;
                vertices += positions.Count;
                faces += primitive.DrawPrimitiveType == PrimitiveType.TRIANGLES ? corners / 3 : Math.Max(0, corners - 2);
                if (vertices > limits.MaxVertices)
                    throw new StageInputException(field, $"The GLB shows more than {limits.MaxVertices} vertices.");
                if (faces > limits.MaxFaces)
                    throw new StageInputException(field, $"The GLB shows more than {limits.MaxFaces} triangles.");
                parts.Add(new Part(primitive, node.WorldMatrix, positions.Count));
            }
        }

        return faces > 0 ? parts : throw new StageInputException(field, "The GLB has no triangles.");
    }

    private static GlbModel Merge(List<Part> parts, GlbLimits limits, string field)
    {
        var total = parts.Sum(part => part.Vertices);
        var positions = new Vector3[total];
        var uvs = new Vector2[total];
        var indices = new List<int>();
        var image = parts[0].Primitive.Material?.FindChannel("BaseColor")?.Texture?.PrimaryImage;
        var textured = image is not null;
        var start = 0;
        foreach (var part in parts)
        {
            CopyPositions(part, positions.AsSpan(start, part.Vertices), limits, field);
            var channel = part.Primitive.Material?.FindChannel("BaseColor");
            textured = textured && ReferenceEquals(channel?.Texture?.PrimaryImage, image)
                && CopyUvs(part.Primitive, channel!.Value, uvs.AsSpan(start, part.Vertices));
            AddFaces(part, start, indices, field);
            start += part.Vertices;
        }

        var (sources, welded) = WeldedMesh.ByPosition(positions);
        var faces = indices.ToArray();
        var mesh = new TriangleMesh(welded, Array.ConvertAll(faces, index => sources[index]));
        if (!textured) return new GlbModel(mesh, null);
        var texture = ImageCodec.Decode(image!.Content.Content, limits.Image, field);
        return new GlbModel(mesh, new TexturedMesh(new UvMesh(new TriangleMesh(positions, faces), uvs, sources), texture));
    }

    private static void CopyPositions(Part part, Span<Vector3> target, GlbLimits limits, string field)
    {
        var stored = part.Primitive.GetVertexAccessor("POSITION").AsVector3Array();
        for (var i = 0; i < target.Length; i++)
        {
            var position = Vector3.Transform(stored[i], part.World);
            var largest = Math.Max(Math.Abs(position.X), Math.Max(Math.Abs(position.Y), Math.Abs(position.Z)));
            if (!(largest <= limits.MaxCoordinate)) // also true for NaN
                throw new StageInputException(field, $"Vertex {i} of a mesh in the GLB lies at {position}; every coordinate must be a number of at most {limits.MaxCoordinate:g} metres.");
            target[i] = position;
        }
    }

    private static bool CopyUvs(MeshPrimitive primitive, MaterialChannel channel, Span<Vector2> target)
    {
        var transform = channel.TextureTransform;
        var set = transform?.TextureCoordinateOverride ?? channel.TextureCoordinate;
        if (primitive.GetVertexAccessor($"TEXCOORD_{set}") is not { } accessor || accessor.Count != target.Length) return false;
        var stored = accessor.AsVector2Array();
        for (var i = 0; i < target.Length; i++)
        {
            var uv = transform is null ? stored[i] : Vector2.Transform(stored[i], transform.Matrix);
            target[i] = new Vector2(uv.X, 1 - uv.Y); // glTF's v runs down
        }

        return true;
    }

    private static void AddFaces(Part part, int start, List<int> indices, string field)
    {
        var mirrored = part.World.GetDeterminant() < 0; // turns faces inside out
        foreach (var (a, b, c) in part.Primitive.GetTriangleIndices())
        {
            if ((uint)a >= part.Vertices || (uint)b >= part.Vertices || (uint)c >= part.Vertices)
                throw new StageInputException(field, $"A triangle of the GLB uses the vertices {a}, {b}, {c}; its mesh has {part.Vertices}.");
            indices.Add(start + a);
            indices.Add(start + (mirrored ? c : b));
            indices.Add(start + (mirrored ? b : c));
        }
    }
}
