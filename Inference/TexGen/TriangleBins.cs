using System.Buffers;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// For every tile of the screen, the faces whose bounding box touches it, in the order of their index.
/// Two passes over the faces (count, then place) in parallel over runs of faces; runs are concatenated in order, so the lists do not depend on the
/// number of threads. Arrays come from the shared pool; dispose to return them.
/// </summary>
internal sealed class TriangleBins : IDisposable
{
    private const int FacesPerRun = 2048;

    private readonly int[] _starts;
    private readonly int[] _faces;

    private TriangleBins(int[] starts, int[] faces) => (_starts, _faces) = (starts, faces);

    /// <summary>Face indices of a tile, ascending.</summary>
    public ReadOnlySpan<int> this[int tile] => _faces.AsSpan(_starts[tile], _starts[tile + 1] - _starts[tile]);

    public static TriangleBins Build(FaceSetup[] faces, int faceCount, int tilesAcross, int tilesDown, int tileWidth, int tileHeight)
    {
        var tileCount = tilesAcross * tilesDown;
        var runs = Math.Clamp(faceCount / FacesPerRun, 1, 4 * Environment.ProcessorCount);
        // cursors[run, tile]: first the number of faces of that run in that tile, then where the run's next face of that tile goes.
        var cursors = ArrayPool<int>.Shared.Rent(runs * tileCount);
        Array.Clear(cursors, 0, runs * tileCount);
        Parallel.For(0, runs, run =>
        {
            for (var f = Start(run); f < Start(run + 1); f++)
            {
                if (faces[f].IsEmpty)
                    continue;
                var (left, top, right, bottom) = Tiles(faces[f]);
                for (var y = top; y <= bottom; y++)
                {
                    for (var x = left; x <= right; x++)
                        cursors[(run * tileCount) + (y * tilesAcross) + x]++;
                }
            }
        });

        var starts = ArrayPool<int>.Shared.Rent(tileCount + 1);
        var total = 0;
        for (var tile = 0; tile < tileCount; tile++)
        {
            starts[tile] = total;
            for (var run = 0; run < runs; run++)
            {
                var count = cursors[(run * tileCount) + tile];
                cursors[(run * tileCount) + tile] = total;
                total = checked(total + count);
            }
        }

        starts[tileCount] = total;
        var lists = ArrayPool<int>.Shared.Rent(Math.Max(1, total));
        Parallel.For(0, runs, run =>
        {
            for (var f = Start(run); f < Start(run + 1); f++)
            {
                if (faces[f].IsEmpty)
                    continue;
                var (left, top, right, bottom) = Tiles(faces[f]);
                for (var y = top; y <= bottom; y++)
                {
                    for (var x = left; x <= right; x++)
                        lists[cursors[(run * tileCount) + (y * tilesAcross) + x]++] = f;
                }
            }
        });
        ArrayPool<int>.Shared.Return(cursors);
        return new TriangleBins(starts, lists);

        int Start(int run) => (int)((long)faceCount * run / runs);

        (int Left, int Top, int Right, int Bottom) Tiles(in FaceSetup f)
            => (f.Left / tileWidth, f.Top / tileHeight, (f.Right - 1) / tileWidth, (f.Bottom - 1) / tileHeight);
    }

    public void Dispose()
    {
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_faces);
    }
}
