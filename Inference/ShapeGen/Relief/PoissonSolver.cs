namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// Solves -laplace(u) = 1 inside a region of a square grid with u = 0 outside it: the membrane a uniform pressure blows up.
/// <para>
/// Cell-centred geometric multigrid: nested iteration from the coarsest grid, then V-cycles with two red-black Gauss-Seidel sweeps before and after the coarse correction,
/// residuals summed over 2x2 cells, corrections interpolated bilinearly (Briggs, Henson, McCormick, "A Multigrid Tutorial", chapters 3 and 4).
/// A coarse cell belongs to the region only when all four of its cells do: corrections then fall short near the border instead of overshooting, which keeps every shape stable. Cost: about 12 sweeps of the finest grid a cycle, parallel over rows.
/// </para>
/// </summary>
internal sealed class PoissonSolver
{
    private const int Coarsest = 8;
    private const int Sweeps = 2;
    private const int RowsPerTask = 32;

    private readonly Level[] _levels;

    /// <param name="inside">[size, size] the region; cells on the border of the grid count as outside.</param>
    /// <param name="size">A power of two, at least 16.</param>
    public PoissonSolver(bool[] inside, int size)
    {
        var levels = new List<Level> { new(inside, size) };
        while (levels[^1].Size > Coarsest) levels.Add(levels[^1].Coarser());
        _levels = [.. levels];
    }

    /// <param name="cycles">V-cycles on the finest grid. Each halves the error; four leave about 0.2 % of the largest value.</param>
    /// <returns>[size, size] u in units of the squared cell size.</returns>
    public float[] Solve(int cycles = 4)
    {
        // Nested iteration: the coarse solution is the first guess of the next finer grid. The right-hand side is 1 on the finest grid, so 4^level on coarser ones.
        for (var l = _levels.Length - 1; l >= 0; l--)
        {
            _levels[l].SetPressure(MathF.Pow(4, l));
            if (l < _levels.Length - 1) _levels[l].Prolong(_levels[l + 1], add: false);
            for (var cycle = 0; cycle < (l == 0 ? cycles : 1); cycle++) Cycle(l);
        }

        return _levels[0].U;
    }

    /// <summary>The largest absolute residual after <see cref="Solve"/>; the right-hand side is 1.</summary>
    public float Residual() => _levels[0].LargestResidual();

    private void Cycle(int l)
    {
        var level = _levels[l];
        if (l == _levels.Length - 1)
        {
            for (var sweep = 0; sweep < 4 * Coarsest; sweep++) level.Relax();
            return;
        }

        // The caller's right-hand side of the next level is overwritten; nested iteration sets it again before it is needed.
        for (var sweep = 0; sweep < Sweeps; sweep++) level.Relax();
        level.RestrictResidual(_levels[l + 1]);
        Array.Clear(_levels[l + 1].U);
        Cycle(l + 1);
        level.Prolong(_levels[l + 1], add: true);
        for (var sweep = 0; sweep < Sweeps; sweep++) level.Relax();
    }

    private sealed class Level(bool[] inside, int size)
    {
        public int Size { get; } = size;

        public float[] U { get; } = new float[size * size];

        private readonly float[] _f = new float[size * size]; // right-hand side times the squared cell size
        private readonly bool[] _inside = Bordered(inside, size);

        public void SetPressure(float value) => Array.Fill(_f, value);

        public Level Coarser()
        {
            var half = Size / 2;
            var coarse = new bool[half * half];
            for (var y = 0; y < half; y++)
            {
                for (var x = 0; x < half; x++)
                {
                    var i = 2 * y * Size + 2 * x;
                    var count = (_inside[i] ? 1 : 0) + (_inside[i + 1] ? 1 : 0) + (_inside[i + Size] ? 1 : 0) + (_inside[i + Size + 1] ? 1 : 0);
                    coarse[y * half + x] = count == 4;
                }
            }

            return new Level(coarse, half);
        }

        public void Relax()
        {
            for (var color = 0; color < 2; color++)
            {
                var parity = color;
                Rows((from, to) =>
                {
                    for (var y = from; y < to; y++)
                    {
                        for (var i = y * Size + 1 + ((y + 1 + parity) & 1); i < y * Size + Size - 1; i += 2)
                        {
                            if (_inside[i]) U[i] = 0.25f * (U[i - 1] + U[i + 1] + U[i - Size] + U[i + Size] + _f[i]);
                        }
                    }
                });
            }
        }

        // Summed over 2x2 cells: the mean, times 4 for the coarse cell's squared size.
        public void RestrictResidual(Level coarse)
        {
            coarse.Rows((from, to) =>
            {
                for (var y = from; y < to; y++)
                {
                    for (var x = 1; x < coarse.Size - 1; x++)
                    {
                        var i = 2 * y * Size + 2 * x;
                        coarse._f[y * coarse.Size + x] = Residual(i) + Residual(i + 1) + Residual(i + Size) + Residual(i + Size + 1);
                    }
                }
            });
        }

        public void Prolong(Level coarse, bool add)
        {
            Rows((from, to) =>
            {
                for (var y = from; y < to; y++)
                {
                    // A fine cell's centre lies a quarter of a coarse cell off its coarse cell's centre.
                    int near = (y >> 1) * coarse.Size, far = ((y >> 1) + ((y & 1) == 0 ? -1 : 1)) * coarse.Size;
                    for (var x = 1; x < Size - 1; x++)
                    {
                        var i = y * Size + x;
                        if (!_inside[i]) continue;
                        int c = x >> 1, side = c + ((x & 1) == 0 ? -1 : 1);
                        var value = 0.5625f * coarse.U[near + c] + 0.1875f * (coarse.U[near + side] + coarse.U[far + c]) + 0.0625f * coarse.U[far + side];
                        U[i] = add ? U[i] + value : value;
                    }
                }
            });
        }

        public float LargestResidual()
        {
            var largest = 0f;
            for (var i = Size; i < U.Length - Size; i++) largest = Math.Max(largest, Math.Abs(Residual(i)));
            return largest;
        }

        private float Residual(int i) => _inside[i] ? _f[i] + U[i - 1] + U[i + 1] + U[i - Size] + U[i + Size] - 4 * U[i] : 0;

        private static bool[] Bordered(bool[] inside, int size)
        {
            var copy = (bool[])inside.Clone();
            for (var i = 0; i < size; i++)
                copy[i] = copy[(size - 1) * size + i] = copy[i * size] = copy[i * size + size - 1] = false;
            return copy;
        }

        // All rows but the first and last, which are outside.
        private void Rows(Action<int, int> work)
        {
            var tasks = Size / RowsPerTask;
            if (tasks <= 1)
                work(1, Size - 1);
            else
                Parallel.For(0, tasks, t => work(Math.Max(1, t * RowsPerTask), Math.Min(Size - 1, (t + 1) * RowsPerTask)));
        }
    }
}
