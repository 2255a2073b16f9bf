using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>A mesh between two phases: the caller's own at first (no quadrics yet), then vertices with their quadrics.</summary>
internal sealed class WorkingMesh
{
    private readonly Vector3[] _positions = [];
    private readonly QuadricVertex[]? _vertices;
    private readonly float _scale = 1;

    /// <param name="positions">[vertices], multiplied by <paramref name="scale"/> wherever they are read.</param>
    /// <param name="faces">[faces * 3].</param>
    public WorkingMesh(Vector3[] positions, int[] faces, float scale) => (_positions, Faces, _scale) = (positions, faces, scale);

    public WorkingMesh(QuadricVertex[] vertices, int[] faces) => (_vertices, Faces) = (vertices, faces);

    public int[] Faces { get; }

    public int FaceCount => Faces.Length / 3;

    public int VertexCount => _vertices?.Length ?? _positions.Length;

    public bool HasQuadrics => _vertices is not null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector3 PositionOf(int vertex) => _vertices is null ? _positions[vertex] * _scale : _vertices[vertex].Position;

    /// <summary>The vertex as a patch starts with it: free, version 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public QuadricVertex VertexAt(int vertex) => _vertices is null ? QuadricVertex.At(PositionOf(vertex)) : _vertices[vertex];
}
