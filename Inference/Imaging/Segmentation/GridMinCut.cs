namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>
/// The minimum cut of a grid of pixels with eight neighbours each, by Y. Boykov and V. Kolmogorov's augmenting paths
/// ("An experimental comparison of min-cut/max-flow algorithms for energy minimization in vision", PAMI 2004): two search trees grow from
/// the terminals and are repaired, not rebuilt, after every augmentation. Neighbours are implicit in the grid, so a pixel takes
/// 47 bytes. Cost: worst case polynomial; near linear when most pixels have a clear preference. Deterministic.
/// </summary>
internal sealed class GridMinCut
{
    /// <summary>Directions 2k and 2k + 1 are opposite: right, left, down, up, down right, up left, down left, up right.</summary>
    public const int Directions = 8;

    private const byte Free = 0;
    private const byte Source = 1;
    private const byte Sink = 2;

    private const sbyte NoParent = -1;
    private const sbyte Terminal = 8;
    private const sbyte Orphan = 9;

    private readonly int _width;
    private readonly int _height;
    private readonly int _stride;
    private readonly int[] _step;
    private readonly int[] _capacity;
    private readonly int[] _terminal;
    private readonly byte[] _tree;
    private readonly sbyte[] _parent;
    private readonly int[] _depth;
    private readonly int[] _stamp;
    private readonly bool[] _queued;
    private readonly Queue<int> _active = new();
    private readonly Queue<int> _orphans = new();
    private int _time;

    public GridMinCut(int width, int height)
    {
        (_width, _height, _stride) = (width, height, width + 2);
        _step = [1, -1, _stride, -_stride, _stride + 1, -_stride - 1, _stride - 1, 1 - _stride];
        // A ring of unconnected pixels spares every border test.
        var nodes = _stride * (height + 2);
        _capacity = new int[nodes * Directions];
        _terminal = new int[nodes];
        _tree = new byte[nodes];
        _parent = new sbyte[nodes];
        _depth = new int[nodes];
        _stamp = new int[nodes];
        _queued = new bool[nodes];
    }

    /// <summary>The value of the maximum flow so far.</summary>
    public long Flow { get; private set; }

    /// <summary>What it costs to put the pixel on the sink's side, and on the source's side. At most once a pixel.</summary>
    public void SetCosts(int x, int y, int ifSink, int ifSource)
    {
        _terminal[Node(x, y)] = ifSink - ifSource;
        Flow += Math.Min(ifSink, ifSource);
    }

    /// <summary>What it costs to part the pixel from its neighbour in an even direction (right, down, down right, down left).</summary>
    public void SetEdge(int x, int y, int direction, int cost)
    {
        var node = Node(x, y);
        _capacity[node * Directions + direction] = cost;
        _capacity[(node + _step[direction]) * Directions + (direction ^ 1)] = cost;
    }

    /// <summary>Finds the cut.</summary>
    /// <returns>[height, width]: true on the source's side; pixels that both sides cost alike go to the sink.</returns>
    public bool[] Solve()
    {
        Plant();
        var current = -1;
        while (current >= 0 || NextActive(out current))
        {
            var (from, direction) = Grow(current);
            _time++;
            if (from < 0)
            {
                current = -1;
                continue;
            }

            Augment(from, direction);
            while (_orphans.TryDequeue(out var orphan))
                Adopt(orphan);
            if (_tree[current] == Free)
                current = -1;
        }

        var side = new bool[_width * _height];
        for (var y = 0; y < _height; y++)
        {
            for (var x = 0; x < _width; x++)
                side[y * _width + x] = _tree[Node(x, y)] == Source;
        }

        return side;
    }

    private int Node(int x, int y) => (y + 1) * _stride + x + 1;

    private void Plant()
    {
        for (var node = 0; node < _terminal.Length; node++)
        {
            _parent[node] = NoParent;
            if (_terminal[node] == 0)
                continue;
            _tree[node] = _terminal[node] > 0 ? Source : Sink;
            _parent[node] = Terminal;
            _depth[node] = 1;
            Activate(node);
        }
    }

    private void Activate(int node)
    {
        if (_queued[node])
            return;
        _queued[node] = true;
        _active.Enqueue(node);
    }

    private bool NextActive(out int node)
    {
        while (_active.TryDequeue(out node))
        {
            _queued[node] = false;
            if (_tree[node] != Free)
                return true;
        }

        return false;
    }

    /// <summary>The room of the edge between a node of a tree and its neighbour, in the direction of the flow.</summary>
    private int Room(int node, int direction, byte tree)
        => tree == Source ? _capacity[node * Directions + direction] : _capacity[(node + _step[direction]) * Directions + (direction ^ 1)];

    /// <returns>An edge from the source's tree to the sink's, or a negative node when the node's tree cannot grow here.</returns>
    private (int From, int Direction) Grow(int node)
    {
        var tree = _tree[node];
        for (var direction = 0; direction < Directions; direction++)
        {
            if (Room(node, direction, tree) <= 0)
                continue;
            var neighbour = node + _step[direction];
            if (_tree[neighbour] == Free)
            {
                _tree[neighbour] = tree;
                Attach(neighbour, direction ^ 1, _depth[node] + 1, _stamp[node]);
                Activate(neighbour);
            }
            else if (_tree[neighbour] != tree)
            {
                return tree == Source ? (node, direction) : (neighbour, direction ^ 1);
            }
            else if (_stamp[neighbour] <= _stamp[node] && _depth[neighbour] > _depth[node] + 1)
            {
                Attach(neighbour, direction ^ 1, _depth[node] + 1, _stamp[node]);
            }
        }

        return (-1, 0);
    }

    private void Attach(int node, int parent, int depth, int stamp)
        => (_parent[node], _depth[node], _stamp[node]) = ((sbyte)parent, depth, stamp);

    private void Augment(int from, int direction)
    {
        var into = from + _step[direction];
        var amount = _capacity[from * Directions + direction];
        for (var node = from; ; node += _step[_parent[node]])
        {
            if (_parent[node] == Terminal)
            {
                amount = Math.Min(amount, _terminal[node]);
                break;
            }

            amount = Math.Min(amount, _capacity[(node + _step[_parent[node]]) * Directions + (_parent[node] ^ 1)]);
        }

        for (var node = into; ; node += _step[_parent[node]])
        {
            if (_parent[node] == Terminal)
            {
                amount = Math.Min(amount, -_terminal[node]);
                break;
            }

            amount = Math.Min(amount, _capacity[node * Directions + _parent[node]]);
        }

        Flow += amount;
        Push(from, direction, amount);
        for (var node = from; ;)
        {
            if (_parent[node] == Terminal)
            {
                if ((_terminal[node] -= amount) == 0)
                    Disown(node);
                break;
            }

            var parent = node + _step[_parent[node]];
            if (Push(parent, _parent[node] ^ 1, amount) == 0)
                Disown(node);
            node = parent;
        }

        for (var node = into; ;)
        {
            if (_parent[node] == Terminal)
            {
                if ((_terminal[node] += amount) == 0)
                    Disown(node);
                break;
            }

            var toParent = _parent[node];
            if (Push(node, toParent, amount) == 0)
                Disown(node);
            node += _step[toParent];
        }
    }

    /// <returns>The room that is left.</returns>
    private int Push(int node, int direction, int amount)
    {
        _capacity[(node + _step[direction]) * Directions + (direction ^ 1)] += amount;
        return _capacity[node * Directions + direction] -= amount;
    }

    private void Disown(int node)
    {
        _parent[node] = Orphan;
        _orphans.Enqueue(node);
    }

    /// <summary>Finds the orphan a new parent of its own tree, nearest to the terminal, or sets it and its children free.</summary>
    private void Adopt(int orphan)
    {
        var tree = _tree[orphan];
        var (best, bestDepth) = (NoParent, int.MaxValue);
        for (var direction = 0; direction < Directions; direction++)
        {
            var neighbour = orphan + _step[direction];
            if (_tree[neighbour] != tree || Room(neighbour, direction ^ 1, tree) <= 0)
                continue;
            var depth = DepthFromTerminal(neighbour);
            if (depth < bestDepth)
                (best, bestDepth) = ((sbyte)direction, depth);
        }

        if (best != NoParent)
        {
            Attach(orphan, best, bestDepth + 1, _time);
            return;
        }

        for (var direction = 0; direction < Directions; direction++)
        {
            var neighbour = orphan + _step[direction];
            if (_tree[neighbour] != tree)
                continue;
            if (Room(neighbour, direction ^ 1, tree) > 0)
                Activate(neighbour);
            if (_parent[neighbour] == (direction ^ 1))
                Disown(neighbour);
        }

        _tree[orphan] = Free;
        _parent[orphan] = NoParent;
    }

    /// <summary>Follows parents until a terminal, an orphan, or a node checked at this time; marks the way as checked.</summary>
    /// <returns>Edges to the terminal, or <see cref="int.MaxValue"/> when there is no way.</returns>
    private int DepthFromTerminal(int start)
    {
        var depth = 0;
        for (var node = start; ; node += _step[_parent[node]])
        {
            if (_stamp[node] == _time)
            {
                depth += _depth[node];
                break;
            }

            depth++;
            if (_parent[node] == Terminal)
            {
                (_stamp[node], _depth[node]) = (_time, 1);
                break;
            }

            if (_parent[node] is Orphan or NoParent)
                return int.MaxValue;
        }

        var remaining = depth;
        for (var node = start; _stamp[node] != _time; node += _step[_parent[node]])
            (_stamp[node], _depth[node]) = (_time, remaining--);
        return depth;
    }
}
