using System.Numerics;
using System.Runtime.InteropServices;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Brings the colours of one view of a mesh into its texture.
/// <para>
/// A pixel counts unless it is within the unreliable radius (a square) of the background or of a depth edge; surfaces at more than 75 degrees
/// count with cosine 0: their colour still splats, which lowers the cosine of texels they share. Counted pixels are splatted to the four texels around
/// their UV, where texel (row, column) lies at <c>v = row / (size - 1)</c>, <c>u = column / (size - 1)</c>.
/// </para>
/// <para>
/// Source: Hunyuan3D-2, <c>mesh_render.py</c>, <c>back_project</c>. Ours differs in the order in which a texel's splats are added (by pixel).
/// Cost: linear in pixels and texels, all of it parallel by rows; about 130 bytes of memory traffic per pixel. Buffers are kept for the next view.
/// </para>
/// </summary>
internal sealed class BackProjector
{
    private const int EdgeLow = 30;
    private const int EdgeHigh = 80;
    private const float ShortestNormal = 1e-8f;

    private static readonly float LeastCosine = (float)Math.Cos(75 / 180.0 * Math.PI);

    private readonly RenderMesh _mesh;
    private readonly int _viewSize;
    private readonly int _unreliableRadius;
    private readonly RasterImage _raster;
    private readonly float[] _depths;
    private readonly byte[] _unreliable;
    private readonly int[] _rowStarts;
    private readonly SplatAccumulator _accumulator;
    private Splat[] _splats = [];

    /// <param name="viewSize">Width and height of the views.</param>
    /// <param name="textureSize">Texture width and height, at least 2.</param>
    /// <param name="unreliableRadius">Pixels around background and depth edges that do not count; see <see cref="UnreliableRadius"/>.</param>
    public BackProjector(RenderMesh mesh, int viewSize, int textureSize, int unreliableRadius)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(textureSize, 2);
        if (mesh.Uvs.Length != mesh.Positions.Length)
            throw new ArgumentException("The mesh has no UVs.", nameof(mesh));
        (_mesh, _viewSize, _unreliableRadius) = (mesh, viewSize, unreliableRadius);
        _raster = new RasterImage(viewSize, viewSize);
        _depths = new float[viewSize * viewSize];
        _unreliable = new byte[viewSize * viewSize];
        _rowStarts = new int[viewSize + 1];
        _accumulator = new SplatAccumulator(textureSize);
        DepthLevels = new byte[viewSize * viewSize];
        Edges = [];
    }

    /// <summary>The last view's depth picture.</summary>
    public byte[] DepthLevels { get; }

    /// <summary>The last view's depth edges, 255 on an edge.</summary>
    public byte[] Edges { get; private set; }

    /// <summary>The splats of the last view, in the order of its pixels.</summary>
    public ReadOnlySpan<Splat> Splats => _splats.AsSpan(0, _rowStarts[^1]);

    /// <summary>The radius that belongs to a renderer size (8 at the pipeline's 2048).</summary>
    public static int UnreliableRadius(int renderSize) => (int)(2 / 512.0 * renderSize);

    /// <param name="view">viewSize x viewSize; its alpha is ignored.</param>
    /// <returns>Overwritten by the next call.</returns>
    public ViewTexture Project(Picture view, Camera camera)
    {
        if (view.Width != _viewSize || view.Height != _viewSize)
            throw new ArgumentException($"Expected a view of {_viewSize}x{_viewSize} pixels, not {view.Width}x{view.Height}.", nameof(view));
        var positions = camera.ToCamera(_mesh.Positions);
        Rasterizer.Rasterize(Camera.ToClip(positions), _mesh.Indices, _raster);
        TexGen.DepthLevels.Compute(_raster, _mesh.Indices, positions, _depths, DepthLevels);
        Edges = CannyEdgeDetector.Detect(DepthLevels, _viewSize, _viewSize, EdgeLow, EdgeHigh);
        MarkUnreliable();
        CollectSplats(view, RenderNormals.Compute(positions, _mesh.Indices));
        return _accumulator.Accumulate(_splats, _rowStarts[^1]);
    }

    /// <summary>Eroding what is visible and dilating edges by one square is dilating the union of background and edges.</summary>
    private void MarkUnreliable()
    {
        Parallel.For(0, _viewSize, row =>
        {
            for (var pixel = row * _viewSize; pixel < (row + 1) * _viewSize; pixel++)
                _unreliable[pixel] = _raster.FaceIds[pixel] == 0 || Edges[pixel] != 0 ? (byte)1 : (byte)0;
        });
        MaskDilation.Dilate(_unreliable, _viewSize, _viewSize, _unreliableRadius);
    }

    private void CollectSplats(Picture view, Vector3[] normals)
    {
        Parallel.For(0, _viewSize, row => _rowStarts[row + 1] = _unreliable.AsSpan(row * _viewSize, _viewSize).Count((byte)0));
        for (var row = 0; row < _viewSize; row++)
            _rowStarts[row + 1] += _rowStarts[row];
        if (_splats.Length < _rowStarts[^1])
            _splats = new Splat[_rowStarts[^1]];

        var scale = _accumulator.Size - 1f;
        Parallel.For(0, _viewSize, row =>
        {
            var pixels = MemoryMarshal.Cast<byte, uint>(view.Pixels.AsSpan());
            var next = _rowStarts[row];
            for (var pixel = row * _viewSize; pixel < (row + 1) * _viewSize; pixel++)
            {
                if (_unreliable[pixel] != 0)
                    continue;
                var corner = (_raster.FaceIds[pixel] - 1) * 3;
                var (a, b, c) = (_mesh.Indices[corner], _mesh.Indices[corner + 1], _mesh.Indices[corner + 2]);
                var weights = _raster.Barycentrics[pixel];
                var uv = (_mesh.Uvs[a] * weights.X) + (_mesh.Uvs[b] * weights.Y) + (_mesh.Uvs[c] * weights.Z);
                var normal = (normals[a] * weights.X) + (normals[b] * weights.Y) + (normals[c] * weights.Z);
                var cosine = -normal.Z / MathF.Max(normal.Length(), ShortestNormal);
                _splats[next++] = new Splat(uv.Y * scale, uv.X * scale, pixels[pixel], cosine < LeastCosine ? 0 : cosine);
            }
        });
    }
}
