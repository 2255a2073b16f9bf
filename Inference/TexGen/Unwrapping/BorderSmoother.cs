using System.Numerics;

namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>
/// Straightens the borders between groups of faces by threshold dynamics (Merriman, Bence, Osher 1992): who owns a face is blurred over the surface for
/// a few steps, then every face goes to the owner with most weight, which moves borders by their curvature. Ours weighs an owner by how well
/// its mean normal fits the face, so that borders stay in creases. Only faces near a border take part: O(border faces) a step.
/// </summary>
internal sealed class BorderSmoother
{
    private const int Rounds = 4;
    private const int Steps = 6;
    private const int Slots = 4;
    private const float LeastFit = 0.05f;
    private const int FacesPerBlock = 1 << 12;

    private readonly UnwrapSurface _surface;
    private readonly int[] _owner, _bandIndex;
    private readonly List<int> _band = [];
    private (int Owner, float Weight)[] _now = [], _next = [];

    private BorderSmoother(UnwrapSurface surface, int[] owner)
    {
        (_surface, _owner, _bandIndex) = (surface, owner, new int[surface.FaceCount]);
        Array.Fill(_bandIndex, -1);
    }

    /// <param name="owner">[faces]: the group of each face, changed in place; negative for faces of no group.</param>
    /// <param name="groups">Number of groups.</param>
    public static void Smooth(UnwrapSurface surface, int[] owner, int groups, CancellationToken cancellationToken)
    {
        var smoother = new BorderSmoother(surface, owner);
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var normals = MeanNormals(surface, owner, groups);
            smoother.CollectBand();
            for (var step = 0; step < Steps; step++)
            {
                smoother.ForBand(smoother.Blur, cancellationToken);
                (smoother._now, smoother._next) = (smoother._next, smoother._now);
            }

            smoother.ForBand(i => smoother.Decide(i, normals), cancellationToken);
        }
    }

    public static Vector3[] MeanNormals(UnwrapSurface surface, int[] owner, int groups)
    {
        var sums = new Double3[groups];
        for (var f = 0; f < owner.Length; f++)
        {
            if (owner[f] >= 0)
                sums[owner[f]] += Double3.From(surface.Normals[f]) * surface.Areas[f];
        }

        return Array.ConvertAll(sums, s => s.NormalizedOr(default).ToSingle());
    }

    /// <summary>The faces that a blur of <see cref="Steps"/> steps reaches from a border.</summary>
    private void CollectBand()
    {
        foreach (var f in _band)
            _bandIndex[f] = -1;
        _band.Clear();
        for (var f = 0; f < _owner.Length; f++)
        {
            for (var h = 3 * f; h < 3 * f + 3 && _owner[f] >= 0; h++)
            {
                if (_bandIndex[f] < 0 && _surface.Opposite[h] >= 0 && _owner[_surface.Opposite[h] / 3] != _owner[f])
                    Add(f);
            }
        }

        var start = 0;
        for (var ring = 1; ring < Steps; ring++)
        {
            var end = _band.Count;
            for (; start < end; start++)
            {
                for (var h = 3 * _band[start]; h < 3 * _band[start] + 3; h++)
                {
                    if (_surface.Opposite[h] >= 0 && _bandIndex[_surface.Opposite[h] / 3] < 0)
                        Add(_surface.Opposite[h] / 3);
                }
            }
        }

        (_now, _next) = (new (int, float)[_band.Count * Slots], new (int, float)[_band.Count * Slots]);
        for (var i = 0; i < _band.Count; i++)
            _now[i * Slots] = (_owner[_band[i]], 1);

        void Add(int face)
        {
            _bandIndex[face] = _band.Count;
            _band.Add(face);
        }
    }

    private void Blur(int index)
    {
        var face = _band[index];
        Span<(int Owner, float Weight)> sums = stackalloc (int, float)[4 * Slots];
        var count = 0;
        float total = 0;
        Span<float> lengths = stackalloc float[3];
        for (var k = 0; k < 3; k++)
            total += lengths[k] = _surface.Opposite[3 * face + k] < 0 ? 0 : (float)_surface.EdgeLength(3 * face + k);
        Gather(sums, ref count, face, total > 0 ? 0.4f : 1);
        for (var k = 0; k < 3; k++)
        {
            if (lengths[k] > 0)
                Gather(sums, ref count, _surface.Opposite[3 * face + k] / 3, 0.6f * lengths[k] / total);
        }

        // The lightest of more than four owners would not win here anyway.
        var used = sums[..count];
        used.Sort((p, q) => p.Weight != q.Weight ? q.Weight.CompareTo(p.Weight) : p.Owner.CompareTo(q.Owner));
        var target = _next.AsSpan(index * Slots, Slots);
        target.Clear();
        used[..Math.Min(Slots, count)].CopyTo(target);
    }

    private void Gather(Span<(int Owner, float Weight)> sums, ref int count, int face, float weight)
    {
        if (_bandIndex[face] < 0)
        {
            AddTo(sums, ref count, _owner[face], weight);
            return;
        }

        foreach (var (owner, part) in _now.AsSpan(_bandIndex[face] * Slots, Slots))
        {
            if (part > 0)
                AddTo(sums, ref count, owner, part * weight);
        }
    }

    private static void AddTo(Span<(int Owner, float Weight)> sums, ref int count, int owner, float weight)
    {
        for (var i = 0; i < count; i++)
        {
            if (sums[i].Owner != owner)
                continue;
            sums[i].Weight += weight;
            return;
        }

        sums[count++] = (owner, weight);
    }

    private void Decide(int index, Vector3[] normals)
    {
        var normal = _surface.Normals[_band[index]];
        var best = 0f;
        foreach (var (owner, weight) in _now.AsSpan(index * Slots, Slots))
        {
            if (weight <= 0)
                continue;
            var score = weight * Math.Max(LeastFit, Vector3.Dot(normal, normals[owner]));
            if (score > best)
                (best, _owner[_band[index]]) = (score, owner);
        }
    }

    private void ForBand(Action<int> body, CancellationToken cancellationToken) =>
        Parallel.For(0, (_band.Count + FacesPerBlock - 1) / FacesPerBlock, new ParallelOptions { CancellationToken = cancellationToken }, block =>
        {
            var end = Math.Min(_band.Count, (block + 1) * FacesPerBlock);
            for (var i = block * FacesPerBlock; i < end; i++)
                body(i);
        });
}
