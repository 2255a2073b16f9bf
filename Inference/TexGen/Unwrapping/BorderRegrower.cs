using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Smooths the outlines of groups of faces at large scale: keeps the core of each group, frees the faces near its border, and grows all cores back at once, by
/// distance over the surface and by how badly a face fits the group's mean normal (the flooding step of Cohen-Steiner, Alliez, Desbrun 2004, started
/// from cores in place of seeds). Teeth thinner than the freed margin are gone after that. O(faces log faces).
/// </summary>
internal sealed class BorderRegrower
{
    /// <summary>The margin in rings of faces: this part of the rings to the innermost face, and at most this many times the root of all faces.</summary>
    private const double MarginOfDepth = 0.6, MarginOfMesh = 0.08;

    /// <summary>Cost of a step in no bad direction, relative to that of a face that stands across the group's mean normal.</summary>
    private const float FlatCost = 0.05f;

    private readonly UnwrapSurface _surface;
    private readonly int[] _owner;
    private readonly Vector3[] _normals;
    private readonly PriorityQueue<(int Face, int Owner), float> _queue = new();

    private BorderRegrower(UnwrapSurface surface, int[] owner, Vector3[] normals) => (_surface, _owner, _normals) = (surface, owner, normals);

    /// <param name="owner">[faces]: the group of each face, changed in place; negative for faces of no group.</param>
    /// <param name="normals">[groups]: mean normals.</param>
    public static void Regrow(UnwrapSurface surface, int[] owner, Vector3[] normals, CancellationToken cancellationToken)
    {
        var regrower = new BorderRegrower(surface, owner, normals);
        var before = (int[])owner.Clone();
        regrower.FreeMargins();
        regrower.Grow(cancellationToken);

        // What no core reaches, such as all of a group without depth, stays with its owner.
        for (var f = 0; f < owner.Length; f++)
            owner[f] = owner[f] < 0 ? before[f] : owner[f];
    }

    private void FreeMargins()
    {
        var depth = new int[_owner.Length];
        var deepest = new int[_normals.Length];
        var queue = new List<int>(_owner.Length);
        for (var f = 0; f < _owner.Length; f++)
        {
            for (var h = 3 * f; h < 3 * f + 3 && _owner[f] >= 0; h++)
            {
                if (depth[f] == 0 && _surface.Opposite[h] >= 0 && _owner[_surface.Opposite[h] / 3] != _owner[f])
                {
                    depth[f] = 1;
                    queue.Add(f);
                }
            }
        }

        for (var i = 0; i < queue.Count; i++)
        {
            var face = queue[i];
            deepest[_owner[face]] = depth[face];
            for (var h = 3 * face; h < 3 * face + 3; h++)
            {
                if (_surface.Opposite[h] < 0 || depth[_surface.Opposite[h] / 3] != 0)
                    continue;
                depth[_surface.Opposite[h] / 3] = depth[face] + 1;
                queue.Add(_surface.Opposite[h] / 3);
            }
        }

        var most = MarginOfMesh * Math.Sqrt(_owner.Length);
        foreach (var face in queue)
        {
            if (depth[face] <= Math.Min(most, MarginOfDepth * deepest[_owner[face]]))
                _owner[face] = -1 - _owner[face];
        }
    }

    private void Grow(CancellationToken cancellationToken)
    {
        for (var f = 0; f < _owner.Length; f++)
        {
            if (_owner[f] >= 0)
                Offer(f, 0);
        }

        var count = 0;
        while (_queue.TryDequeue(out var next, out var cost))
        {
            if ((++count & 4095) == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (_owner[next.Face] >= 0)
                continue;
            _owner[next.Face] = next.Owner;
            Offer(next.Face, cost);
        }
    }

    private void Offer(int face, float cost)
    {
        for (var h = 3 * face; h < 3 * face + 3; h++)
        {
            if (_surface.Opposite[h] < 0 || _owner[_surface.Opposite[h] / 3] >= 0)
                continue;
            var other = _surface.Opposite[h] / 3;
            var step = Vector3.Distance(Center(face), Center(other));
            _queue.Enqueue((other, _owner[face]), cost + step * (FlatCost + 1 - Vector3.Dot(_surface.Normals[other], _normals[_owner[face]])));
        }
    }

    private Vector3 Center(int face) =>
        _surface.Positions[_surface.Indices[3 * face]] + _surface.Positions[_surface.Indices[3 * face + 1]] + _surface.Positions[_surface.Indices[3 * face + 2]];
}
