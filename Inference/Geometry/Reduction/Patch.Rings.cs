using System.Runtime.CompilerServices;

namespace Hunyuan3D.Inference.Geometry.Reduction;

internal sealed unsafe partial class Patch
{
    /// <summary>
    /// Finds the ring of every vertex that the caller has not frozen, freezes those without a closed one, and sets the faces between
    /// frozen vertices apart.
    /// </summary>
    public void BuildRings()
    {
        var vertices = _vertices.Pointer;
        var faces = _faces.Pointer;
        _marks.Reserve(VertexCount);
        var counts = _marks.Pointer;
        new Span<int>(counts, VertexCount).Clear();
        for (var i = 0; i < FaceCount * 3; i++)
            counts[faces[i]]++;

        LayOutRings();
        int* firsts = _rings.Pointer, seconds = _seconds.Pointer;
        for (var face = faces; face < faces + FaceCount * 3; face += 3)
        {
            AddCorner(vertices + face[0], face[1], face[2], firsts, seconds);
            AddCorner(vertices + face[1], face[2], face[0], firsts, seconds);
            AddCorner(vertices + face[2], face[0], face[1], firsts, seconds);
        }

        for (var v = 0; v < VertexCount; v++)
        {
            var vertex = vertices + v;
            if (!vertex->IsFrozen && !TryOrder(firsts + vertex->RingStart, seconds + vertex->RingStart, vertex->Valence))
                vertex->Freeze();
        }

        var kept = faces;
        for (var face = faces; face < faces + FaceCount * 3; face += 3)
        {
            if (vertices[face[0]].IsFrozen && vertices[face[1]].IsFrozen && vertices[face[2]].IsFrozen)
            {
                (kept[0], kept[1], kept[2]) = (face[0], face[1], face[2]);
                kept += 3;
            }
        }

        _frozenFaces = (int)(kept - faces) / 3;
        new Span<int>(counts, VertexCount).Clear();
        _mark = 0;
    }

    /// <summary>Lays the rings out anew, with room for longer ones where they have grown.</summary>
    public void RebuildRings()
    {
        WriteFaces();
        BuildRings();
    }

    private void LayOutRings()
    {
        var vertices = _vertices.Pointer;
        var counts = _marks.Pointer;
        var length = 0;
        for (var v = 0; v < VertexCount; v++)
        {
            var vertex = vertices + v;
            if (vertex->IsFrozen)
                continue;
            if (counts[v] > MaxValence)
            {
                vertex->Freeze();
                continue;
            }

            // A few places beyond what is there now, in whole vectors.
            var capacity = Math.Max(MinRingCapacity, (counts[v] + 11) & ~7);
            vertex->Valence = 0;
            vertex->RingCapacity = (ushort)capacity;
            vertex->RingStart = length;
            length = checked(length + capacity);
        }

        _rings.Reserve(length);
        _seconds.Reserve(length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddCorner(QuadricVertex* corner, int next, int previous, int* firsts, int* seconds)
    {
        if (corner->IsFrozen)
            return;
        var at = corner->RingStart + corner->Valence++;
        firsts[at] = next;
        seconds[at] = previous;
    }

    /// <summary>Chains the sides (first, second) opposite a vertex into one closed ring of different vertices; false: there is none.</summary>
    private static bool TryOrder(int* firsts, int* seconds, int count)
    {
        if (count == 0)
            return true;
        if (count < 3 || IndexOf(firsts + 1, count - 1, firsts[0]) >= 0)
            return false;
        for (var i = 1; i < count; i++)
        {
            var wanted = seconds[i - 1];
            var found = i + IndexOf(firsts + i, count - i, wanted);
            if (found < i || (found + 1 < count && IndexOf(firsts + found + 1, count - found - 1, wanted) >= 0))
                return false;
            (firsts[i], firsts[found]) = (firsts[found], firsts[i]);
            (seconds[i], seconds[found]) = (seconds[found], seconds[i]);
        }

        return seconds[count - 1] == firsts[0];
    }

    /// <summary>Where <paramref name="value"/> is in a ring, or -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int IndexOf(int* ring, int count, int value)
    {
        for (var i = 0; i < count; i++)
        {
            if (ring[i] == value)
                return i;
        }

        return -1;
    }
}
