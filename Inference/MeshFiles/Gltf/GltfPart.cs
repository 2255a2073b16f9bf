using System.Numerics;

namespace Hunyuan3D.Inference.MeshFiles.Gltf;

/// <summary>One primitive at one node.</summary>
/// <param name="Name">Such as <c>meshes[0].primitives[1]</c>.</param>
/// <param name="Indices">Null: the vertices in their order.</param>
/// <param name="Step">Corners from one triangle to the next: 3 for triangles, 1 for strips and fans.</param>
internal sealed record GltfPart(string Name, GltfAccessor Positions, GltfAccessor? Uvs, GltfAccessor? Indices, int Step, bool Fan, NodeTransform World)
{
    public required float MaxCoordinate { get; init; }

    public int Faces => Step == 3 ? Corners / 3 : Math.Max(0, Corners - 2);

    private int Corners => Indices?.Count ?? Positions.Count;

    public void AddTo(MeshGeometry geometry, GltfDocument document)
    {
        var first = geometry.VertexCount;
        var stored = Positions.ReadFloats();
        var uvs = Uvs is { } set && set.Count == Positions.Count ? set.ReadFloats() : null;
        for (var i = 0; i < Positions.Count; i++)
        {
            var position = World.Apply(stored[3 * i], stored[3 * i + 1], stored[3 * i + 2]);
            geometry.AddVertex(position, MaxCoordinate, Name, i, document.Field);
            // glTF's v runs down.
            if (uvs is not null) geometry.SetUv(first + i, new Vector2(uvs[2 * i], 1 - uvs[2 * i + 1]));
        }

        var corners = Indices?.ReadIndices();
        var mirrored = World.Mirrors;
        for (var face = 0; face < Faces; face++)
        {
            var start = face * Step;
            // Every other triangle of a strip runs the other way round.
            var turned = mirrored ^ (Step == 1 && !Fan && face % 2 == 1);
            var (a, b, c) = (Corner(Fan ? 0 : start), Corner(start + 1), Corner(start + 2));
            geometry.AddFace(first + a, first + (turned ? c : b), first + (turned ? b : c));
        }

        int Corner(int i)
        {
            var vertex = corners is null ? i : corners[i];
            return (uint)vertex < (uint)Positions.Count
                ? vertex
                : throw document.Error($"{Name} of the GLB has a triangle with vertex {vertex}; it has {Positions.Count} vertices.");
        }
    }
}
