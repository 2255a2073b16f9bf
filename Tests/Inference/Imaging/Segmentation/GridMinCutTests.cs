using Hunyuan3D.Inference.Imaging.Segmentation;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Imaging.Segmentation;

public sealed class GridMinCutTests
{
    private static readonly (int X, int Y)[] Steps = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (-1, 1), (1, -1)];

    [Fact]
    public void Solve_RandomGrids_CutsAsCheaplyAsThePlainFlow()
    {
        var random = new Random(11);
        for (var trial = 0; trial < 300; trial++)
        {
            var (width, height) = (random.Next(1, 9), random.Next(1, 9));
            var grid = RandomGrid(random, width, height);
            var cut = new GridMinCut(width, height);
            grid.CopyTo(cut);
            var side = cut.Solve();
            Assert.Equal(grid.MaximumFlow(), cut.Flow);
            Assert.Equal(cut.Flow, grid.Cost(side));
        }
    }

    [Fact]
    public void Solve_NoisyDisc_IsTheDisc()
    {
        const int Side = 60;
        var random = new Random(3);
        var cut = new GridMinCut(Side, Side);
        bool Inside(int x, int y) => (x - 30) * (x - 30) + (y - 28) * (y - 28) < 300;
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                // One pixel in ten prefers the wrong side.
                var source = Inside(x, y) ^ random.Next(10) == 0;
                cut.SetCosts(x, y, source ? 10 : 0, source ? 0 : 10);
                for (var direction = 0; direction < GridMinCut.Directions; direction += 2)
                {
                    var (nx, ny) = (x + Steps[direction].X, y + Steps[direction].Y);
                    if (nx is >= 0 and < Side && ny < Side)
                        cut.SetEdge(x, y, direction, Inside(x, y) == Inside(nx, ny) ? 5 : 1);
                }
            }
        }

        var side = cut.Solve();
        for (var i = 0; i < side.Length; i++)
            Assert.Equal(Inside(i % Side, i / Side), side[i]);
    }

    private static Grid RandomGrid(Random random, int width, int height)
    {
        var grid = new Grid(width, height);
        var largest = random.Next(1, 30);
        for (var node = 0; node < width * height; node++)
        {
            grid.IfSink[node] = random.Next(3) == 0 ? random.Next(largest * 4) : 0;
            grid.IfSource[node] = random.Next(3) == 0 ? random.Next(largest * 4) : 0;
            for (var direction = 0; direction < 8; direction += 2)
            {
                if (grid.Neighbour(node, direction) >= 0)
                    grid.Edges.Add((node, direction, random.Next(largest)));
            }
        }

        return grid;
    }

    /// <summary>The plain reference: shortest augmenting paths (J. Edmonds, R. M. Karp, 1972) on a dense capacity matrix.</summary>
    private sealed class Grid(int width, int height)
    {
        public int[] IfSink { get; } = new int[width * height];

        public int[] IfSource { get; } = new int[width * height];

        public List<(int Node, int Direction, int Cost)> Edges { get; } = [];

        public int Neighbour(int node, int direction)
        {
            var (x, y) = (node % width + Steps[direction].X, node / width + Steps[direction].Y);
            return x >= 0 && x < width && y >= 0 && y < height ? y * width + x : -1;
        }

        public void CopyTo(GridMinCut cut)
        {
            for (var node = 0; node < IfSink.Length; node++)
                cut.SetCosts(node % width, node / width, IfSink[node], IfSource[node]);
            foreach (var (node, direction, cost) in Edges)
                cut.SetEdge(node % width, node / width, direction, cost);
        }

        public long Cost(bool[] side)
            => IfSink.Select((cost, node) => side[node] ? 0L : cost).Sum()
                + IfSource.Select((cost, node) => side[node] ? cost : 0L).Sum()
                + Edges.Sum(edge => side[edge.Node] != side[Neighbour(edge.Node, edge.Direction)] ? (long)edge.Cost : 0);

        public long MaximumFlow()
        {
            var (source, sink) = (IfSink.Length, IfSink.Length + 1);
            var room = new int[sink + 1, sink + 1];
            for (var node = 0; node < source; node++)
                (room[source, node], room[node, sink]) = (IfSink[node], IfSource[node]);
            foreach (var (node, direction, cost) in Edges)
                (room[node, Neighbour(node, direction)], room[Neighbour(node, direction), node]) = (cost, cost);
            for (long flow = 0; ;)
            {
                var from = Enumerable.Repeat(-1, sink + 1).ToArray();
                from[source] = source;
                var queue = new Queue<int>([source]);
                while (queue.TryDequeue(out var node) && from[sink] < 0)
                {
                    for (var next = 0; next <= sink; next++)
                    {
                        if (from[next] >= 0 || room[node, next] == 0)
                            continue;
                        from[next] = node;
                        queue.Enqueue(next);
                    }
                }

                if (from[sink] < 0)
                    return flow;
                var amount = int.MaxValue;
                for (var node = sink; node != source; node = from[node])
                    amount = Math.Min(amount, room[from[node], node]);
                for (var node = sink; node != source; node = from[node])
                {
                    room[from[node], node] -= amount;
                    room[node, from[node]] += amount;
                }

                flow += amount;
            }
        }
    }
}
