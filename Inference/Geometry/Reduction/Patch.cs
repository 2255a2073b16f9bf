using System.Diagnostics;
using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>
/// A piece of a mesh (or a whole one) in the form in which edges are collapsed, in buffers that the next piece reuses.
/// A vertex that may move is <i>free</i>: its faces lie in this patch and form one closed fan. Its neighbours are stored as a ring: in
/// order, so that (v, ring[i], ring[i+1]) are its faces. All other vertices (on the seam to another patch, on a boundary, at a
/// non-manifold place) are <i>frozen</i> and have no ring. So faces are stored nowhere, save those between three frozen vertices.
/// </summary>
internal sealed unsafe partial class Patch : IDisposable
{
    /// <summary>A vertex with more faces stays frozen: its ring would cost more than it can save.</summary>
    private const int MaxValence = 1000;

    /// <summary>Room in a ring. The average valence is 6, and collapses that exceed the room are passed over.</summary>
    private const int MinRingCapacity = 16;

    private readonly NativeBuffer<QuadricVertex> _vertices = new();
    private readonly NativeBuffer<int> _faces = new();
    private readonly NativeBuffer<int> _rings = new();
    private readonly NativeBuffer<int> _seconds = new();
    private readonly NativeBuffer<int> _marks = new();

    /// <summary>Counts changes of a vertex's place or ring: an edge is out of date when the sum of its ends' has changed.</summary>
    private readonly NativeBuffer<int> _versions = new();
    private readonly CollapseQueue _queue = new();
    private int _mark;

    public int VertexCount { get; private set; }

    /// <summary>Faces now, frozen ones included.</summary>
    public int FaceCount { get; private set; }

    private int _frozenFaces;

    public Span<QuadricVertex> Vertices => new(_vertices.Pointer, VertexCount);

    /// <summary>[faces * 3]. Filled by the caller before <see cref="BuildRings"/>, and by <see cref="WriteFaces"/>; in between the buffer is the patch's own.</summary>
    public Span<int> Faces => new(_faces.Pointer, FaceCount * 3);

    /// <summary>Makes room. The caller then fills <see cref="Vertices"/> and <see cref="Faces"/> and calls <see cref="BuildRings"/>.</summary>
    public void Begin(int vertexCount, int faceCount)
    {
        _vertices.Reserve(vertexCount);
        _faces.Reserve(faceCount * 3);
        (VertexCount, FaceCount) = (vertexCount, faceCount);
    }

    /// <summary>Adds the planes of all faces to the quadrics of their corners.</summary>
    public void AddPlanes()
    {
        var vertices = _vertices.Pointer;
        for (var face = _faces.Pointer; face < _faces.Pointer + FaceCount * 3; face += 3)
        {
            QuadricVertex* a = vertices + face[0], b = vertices + face[1], c = vertices + face[2];
            var cross = Vector3.Cross(b->Position - a->Position, c->Position - a->Position);
            var length = cross.Length();
            if (!(length > 0))
                continue;
            var scale = 0.5f / length;
            a->AddPlane(cross, scale);
            b->AddPlane(cross, scale);
            c->AddPlane(cross, scale);
        }
    }

    /// <summary>Turns rings back into faces. Every face is written by the free corner with the lowest index.</summary>
    public void WriteFaces()
    {
        var vertices = _vertices.Pointer;
        var face = _faces.Pointer + _frozenFaces * 3;
        for (var v = 0; v < VertexCount; v++)
        {
            if (vertices[v].IsFrozen || vertices[v].Valence == 0)
                continue;
            var ring = _rings.Pointer + vertices[v].RingStart;
            var previous = ring[vertices[v].Valence - 1];
            var previousMine = previous > v || vertices[previous].IsFrozen;
            for (var i = 0; i < vertices[v].Valence; i++)
            {
                var next = ring[i];
                var nextMine = next > v || vertices[next].IsFrozen;
                if (previousMine && nextMine)
                {
                    (face[0], face[1], face[2]) = (v, previous, next);
                    face += 3;
                }

                (previous, previousMine) = (next, nextMine);
            }
        }

        Debug.Assert(face == _faces.Pointer + FaceCount * 3);
    }

    public void Dispose()
    {
        _vertices.Dispose();
        _faces.Dispose();
        _rings.Dispose();
        _seconds.Dispose();
        _marks.Dispose();
        _versions.Dispose();
        _queue.Dispose();
        _edges.Dispose();
        _link.Dispose();
    }
}
