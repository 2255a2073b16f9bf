namespace Hunyuan3D.Inference.Geometry;

/// <summary>Union-find over 0 to count - 1; the lowest member stands for its set.</summary>
internal sealed class DisjointSets
{
    private readonly int[] _parents;

    public DisjointSets(int count)
    {
        _parents = new int[count];
        for (var item = 0; item < count; item++)
            _parents[item] = item;
    }

    public void Join(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a < b)
            _parents[b] = a;
        else
            _parents[a] = b;
    }

    public int Find(int item)
    {
        while (_parents[item] != item)
            item = _parents[item] = _parents[_parents[item]];
        return item;
    }

    /// <summary>Numbers the sets by their lowest member. The sets cannot be joined any further.</summary>
    /// <returns>[count] the set's number, and how many there are.</returns>
    public (int[] Labels, int Count) ToLabels()
    {
        // A parent is lower than its children, so its label is there first.
        var count = 0;
        for (var item = 0; item < _parents.Length; item++)
            _parents[item] = _parents[item] == item ? count++ : _parents[_parents[item]];
        return (_parents, count);
    }
}
