using System.Text.Json;
using Hunyuan3D.Inference.Export;

namespace Hunyuan3D.Inference.MeshFiles.Gltf;

/// <summary>
/// The triangles of a GLB's scene with their first UVs: all meshes and primitives merged, the transforms of the nodes applied. Animations, morph targets and
/// skins are left out, so a figure stands as its vertices are stored; points, lines, cameras, lights and materials are left out too.
/// Cost: two passes over the scene, the first only counts, so nothing beyond the limits is ever allocated.
/// </summary>
internal static class GlbGeometryReader
{
    private const int MaxNodeDepth = 256;
    private const int Triangles = 4;
    private const int Strip = 5;
    private const int Fan = 6;

    /// <exception cref="StageInputException">The file is broken, too large, without triangles or not supported; the message says which.</exception>
    public static MeshGeometry Read(ReadOnlyMemory<byte> file, GlbLimits limits, string field)
    {
        var container = GlbContainer.Open(file, field);
        using (container.Json)
        {
            try
            {
                return Read(new GltfDocument(container.Json.RootElement, container.Binary, field), limits);
            }
            catch (InvalidOperationException e)
            {
                // A text of the JSON that is no text: half of a surrogate pair.
                throw new StageInputException(field, $"The GLB's JSON cannot be read: {e.Message}", e);
            }
        }
    }

    private static MeshGeometry Read(GltfDocument document, GlbLimits limits)
    {
        var parts = Parts(document, limits);
        var geometry = new MeshGeometry(parts.Sum(part => part.Positions.Count), parts.Sum(part => part.Faces));
        foreach (var part in parts) part.AddTo(geometry, document);
        return geometry;
    }

    private static List<GltfPart> Parts(GltfDocument document, GlbLimits limits)
    {
        if (document.Count("nodes") > limits.MaxNodes)
            throw document.Error($"The GLB has {document.Count("nodes")} nodes; at most {limits.MaxNodes} are allowed.");
        var parts = new List<GltfPart>();
        long vertices = 0, faces = 0;
        var visited = new bool[document.Count("nodes")];
        var open = new Stack<(long Node, NodeTransform Parent, int Depth, string From)>(Roots(document).Reverse().Select(r => (r, NodeTransform.Identity, 1, "The scene")));
        while (open.TryPop(out var next))
        {
            var node = document.Get("nodes", next.Node, next.From);
            var name = $"nodes[{next.Node}]";
            if (node.ValueKind != JsonValueKind.Object) throw document.Error($"{name} of the GLB is no node.");
            if (visited[next.Node]) throw document.Error($"{name} of the GLB has two parents, or is its own ancestor.");
            if (next.Depth > MaxNodeDepth) throw document.Error($"{name} of the GLB lies deeper than {MaxNodeDepth} levels.");
            visited[next.Node] = true;
            var world = NodeTransform.Of(node, document, name).In(next.Parent);
            foreach (var child in GltfDocument.Items(node, "children").Reverse())
                open.Push((Index(child, document, name), world, next.Depth + 1, name));
            if (!node.TryGetProperty("mesh", out _)) continue;
            foreach (var part in PartsOf(document, document.Integer(node, "mesh", -1, name), world, name, limits))
            {
                (vertices, faces) = (vertices + part.Positions.Count, faces + part.Faces);
                if (vertices > limits.MaxVertices) throw document.Error($"The mesh has more than {limits.MaxVertices} vertices, the most that are accepted. Reduce it first.");
                if (faces > limits.MaxFaces) throw document.Error($"The mesh has more than {limits.MaxFaces} faces, the most that are accepted. Reduce it first.");
                parts.Add(part);
            }
        }

        return faces > 0 ? parts : throw document.Error($"The GLB shows no triangles: its scene has {parts.Count} primitives of triangles and {visited.Count(v => v)} nodes.");
    }

    // A file without any scene shows its nodes that have no parent.
    private static IEnumerable<long> Roots(GltfDocument document)
    {
        if (document.Count("scenes") > 0)
        {
            var scene = document.Get("scenes", document.Integer(document.Root, "scene", 0, "The file"), "The file");
            return GltfDocument.Items(scene, "nodes").Select(n => Index(n, document, "The scene"));
        }

        var children = new HashSet<long>();
        for (var i = 0; i < document.Count("nodes"); i++)
            children.UnionWith(GltfDocument.Items(document.Get("nodes", i, "The file"), "children").Select(n => Index(n, document, $"nodes[{i}]")));
        return Enumerable.Range(0, document.Count("nodes")).Select(i => (long)i).Where(i => !children.Contains(i));
    }

    private static long Index(JsonElement value, GltfDocument document, string what) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var index) ? index : throw document.Error($"{what} of the GLB names a node that is no number.");

    private static IEnumerable<GltfPart> PartsOf(GltfDocument document, long index, NodeTransform world, string what, GlbLimits limits)
    {
        var mesh = document.Get("meshes", index, what);
        var number = 0;
        foreach (var primitive in GltfDocument.Objects(mesh, "primitives"))
        {
            var name = $"meshes[{index}].primitives[{number++}]";
            var mode = document.Integer(primitive, "mode", Triangles, name);
            if (mode is not (Triangles or Strip or Fan) || !primitive.TryGetProperty("attributes", out var attributes) || attributes.ValueKind != JsonValueKind.Object) continue;
            if (!attributes.TryGetProperty("POSITION", out _)) continue;
            var positions = GltfAccessor.Open(document, document.Integer(attributes, "POSITION", -1, name), "VEC3", name);
            var indices = primitive.TryGetProperty("indices", out _)
                ? GltfAccessor.Open(document, document.Integer(primitive, "indices", -1, name), "SCALAR", name)
                : null;
            var uvs = attributes.TryGetProperty("TEXCOORD_0", out _)
                ? GltfAccessor.Open(document, document.Integer(attributes, "TEXCOORD_0", -1, name), "VEC2", name)
                : null;
            yield return new GltfPart(name, positions, uvs, indices, mode == Triangles ? 3 : 1, mode == Fan, world) { MaxCoordinate = limits.MaxCoordinate };
        }
    }
}
