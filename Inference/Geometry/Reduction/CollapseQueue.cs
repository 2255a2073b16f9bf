using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>
/// Edges waiting to be collapsed, nearly cheapest first: buckets of equal width on a logarithmic scale (16 an octave, so an edge may
/// overtake one that is at most 4.5 % cheaper), each a linked stack in one pool. Push and pop are O(1) and allocate nothing; edges that
/// went out of date stay until they are popped, and the caller drops them.
/// </summary>
internal sealed unsafe class CollapseQueue : IDisposable
{
    public struct Edge
    {
        public readonly int U;

        private readonly int _v;

        /// <summary>The sum of the ends' versions when the edge was pushed.</summary>
        public readonly int Version;

        internal int Next;

        public Edge(int u, int v, int version, bool deferred) => (U, _v, Version) = (u, deferred ? ~v : v, version);

        public readonly int V => Deferred ? ~_v : _v;

        /// <summary>Pushed a second time, because the collapse makes slivers: now these are let pass.</summary>
        public readonly bool Deferred => _v < 0;
    }

    /// <summary>Buckets that the cost doubles in.</summary>
    public const int Octave = 16;

    /// <summary>float bits to bucket: keeps the exponent and 4 bits of the fraction.</summary>
    private const int Shift = 19;

    /// <summary>Costs below 2^-90 (in units of a mesh of size about 1) share the first bucket.</summary>
    private const int FirstBits = (127 - 90) * Octave;

    /// <summary>Costs from 2^10 on share the last bucket.</summary>
    public const int LastBucket = 100 * Octave;

    private readonly int[] _heads = new int[LastBucket + 1];
    private readonly NativeBuffer<Edge> _pool = new();
    private int _free, _used, _lowest, _limit;

    /// <summary>Empties the queue. Edges of buckets beyond <paramref name="limit"/> will not be taken in.</summary>
    public void Clear(int limit, int expectedEdges)
    {
        _heads.AsSpan().Fill(-1);
        _pool.Reserve(expectedEdges);
        (_free, _used, _lowest, _limit) = (-1, 0, LastBucket + 1, limit);
    }

    /// <param name="costs">Not negative.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> BucketsOf(Vector256<float> costs) =>
        Vector256.Clamp(Vector256.ShiftRightLogical(costs.AsInt32(), Shift) - Vector256.Create(FirstBits), Vector256<int>.Zero, Vector256.Create(LastBucket));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(int u, int v, int version, int bucket, bool deferred = false)
    {
        if (bucket > _limit)
            return;
        var at = _free;
        if (at >= 0)
            _free = _pool.Pointer[at].Next;
        else
        {
            if (_used == _pool.Length)
                _pool.Grow();
            at = _used++;
        }

        ref var head = ref _heads[bucket];
        _pool.Pointer[at] = new Edge(u, v, version, deferred) { Next = head };
        head = at;
        if (bucket < _lowest)
            _lowest = bucket;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPop(out Edge edge, out int bucket)
    {
        bucket = _lowest;
        while (bucket <= _limit)
        {
            ref var head = ref _heads[bucket];
            var at = head;
            if (at >= 0)
            {
                edge = _pool.Pointer[at];
                head = edge.Next;
                _pool.Pointer[at].Next = _free;
                _free = at;
                _lowest = bucket;
                return true;
            }

            bucket++;
        }

        _lowest = bucket;
        edge = default;
        return false;
    }

    public void Dispose() => _pool.Dispose();
}
