namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Union-find with path halving; the smaller index is the representative, so results do not depend on the order of joins.</summary>
internal sealed class DisjointSets(int count)
{
    private readonly int[] _parent = [.. Enumerable.Range(0, count)];
    private readonly bool[] _joined = new bool[count];

    public int Find(int item)
    {
        while (_parent[item] != item)
            item = _parent[item] = _parent[_parent[item]];
        return item;
    }

    public void Join(int a, int b)
    {
        (_joined[a], _joined[b]) = (true, true);
        (a, b) = (Find(a), Find(b));
        (_parent[Math.Max(a, b)], _joined[Math.Min(a, b)]) = (Math.Min(a, b), true);
    }

    /// <summary>The item was named in any <see cref="Join"/>.</summary>
    public bool IsJoined(int item) => _joined[item];
}
