using System.Globalization;
using System.Numerics;

namespace Hunyuan3D.Inference.MeshFiles;

/// <summary>The triangles that a file holds, as they are found.</summary>
internal sealed class MeshGeometry(int vertices, int faces)
{
    private readonly List<Vector3> _positions = new(vertices);
    private readonly List<int> _indices = new(3 * faces);
    private readonly List<Vector2> _uvs = [];
    private int _withUv;

    public int VertexCount => _positions.Count;

    public int FaceCount => _indices.Count / 3;

    /// <summary>Vertices that have a UV.</summary>
    public int UvCount => _withUv;

    public List<Vector3> Positions => _positions;

    public List<int> Indices => _indices;

    /// <summary>[vertices] with v growing upwards, complete when <see cref="UvCount"/> says so.</summary>
    public List<Vector2> Uvs => _uvs;

    /// <param name="part">Of the file, for messages; with the number of the vertex in it.</param>
    /// <exception cref="StageInputException">A coordinate is no number or too large.</exception>
    public void AddVertex(Vector3 position, float maxCoordinate, string part, int number, string field)
    {
        var largest = Math.Max(Math.Abs(position.X), Math.Max(Math.Abs(position.Y), Math.Abs(position.Z)));
        if (!(largest <= maxCoordinate)) // also true for NaN
        {
            throw new StageInputException(
                field, string.Create(CultureInfo.InvariantCulture, $"Vertex {number} of {part} lies at ({position.X:g}, {position.Y:g}, {position.Z:g}); every coordinate must be a number from -{maxCoordinate:g} to {maxCoordinate:g}."));
        }

        // Adding zero turns -0 into 0: they are one place.
        _positions.Add(position + Vector3.Zero);
    }

    /// <summary>Each vertex once, after it was added.</summary>
    public void SetUv(int vertex, Vector2 uv)
    {
        while (_uvs.Count < vertex) _uvs.Add(default);
        _uvs.Add(uv);
        _withUv++;
    }

    /// <summary>The caller has checked the vertices.</summary>
    public void AddFace(int a, int b, int c)
    {
        _indices.Add(a);
        _indices.Add(b);
        _indices.Add(c);
    }
}
