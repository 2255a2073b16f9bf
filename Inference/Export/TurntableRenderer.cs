using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference.Export;

/// <summary>
/// A contact sheet of a mesh: eight views, every 45 degrees from the front over the left side, slightly from above, in two rows of four.
/// Perspective, four samples a pixel averaged in linear light, light background. Cost: well under a second for views of 512 pixels on two cores.
/// </summary>
public static class TurntableRenderer
{
    private const int Views = 8;
    private const int Columns = 4;
    private const int Samples = 2;
    private const float Elevation = 12;

    // In radii of the mesh; an opening angle of about 29 degrees, a portrait lens.
    private const float Distance = 4;

    // The share of a view's half width that the mesh may reach.
    private const float Fill = 0.9f;

    private static readonly Vector3 Clay = new(0.60f, 0.55f, 0.49f);
    private static readonly Vector3 BackgroundTop = new(0.94f, 0.95f, 0.96f);
    private static readonly Vector3 BackgroundBottom = new(0.80f, 0.81f, 0.83f);

    /// <summary>The mesh with its base colour texture under a gentle light.</summary>
    /// <param name="viewSize">Width and height of each view in pixels, 16 to 2048.</param>
    /// <returns>4 x 2 views, opaque.</returns>
    public static Picture Render(TexturedMesh mesh, int viewSize = 512, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        var (geometry, sampler) = (mesh.Geometry, new TextureSampler(mesh.BaseColor, Srgb.Linear));
        var (indices, uvs) = (geometry.Mesh.Indices, geometry.Uvs);
        return Render(geometry.Mesh, SmoothNormals.Of(geometry), viewSize, StudioLight.Gentle, (corner, weights) => sampler.Sample(
            (uvs[indices[corner]] * weights.X) + (uvs[indices[corner + 1]] * weights.Y) + (uvs[indices[corner + 2]] * weights.Z)), cancellationToken);
    }

    /// <summary>The bare mesh in clay.</summary>
    /// <param name="normals">[vertices] unit vectors, for smooth shading.</param>
    /// <param name="viewSize">Width and height of each view in pixels, 16 to 2048.</param>
    /// <returns>4 x 2 views, opaque.</returns>
    public static Picture Render(TriangleMesh mesh, Vector3[] normals, int viewSize = 512, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        ArgumentNullException.ThrowIfNull(normals);
        if (normals.Length != mesh.VertexCount)
            throw new ArgumentException($"Expected {mesh.VertexCount} normals, not {normals.Length}.", nameof(normals));
        return Render(mesh, normals, viewSize, StudioLight.Sculptural, (_, _) => Clay, cancellationToken);
    }

    /// <param name="colour">Linear light of a face's first corner (index into the indices) and the weights of its three vertices.</param>
    private static Picture Render(TriangleMesh mesh, Vector3[] normals, int viewSize, StudioLight light, Func<int, Vector3, Vector3> colour, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(viewSize, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(viewSize, 2048);
        var views = Enumerable.Range(0, Views).Select(i => ViewBasis.Orbit(i * 360f / Views, Elevation)).ToArray();
        var (offsets, focal) = Frame(mesh.Positions, views);
        var sheet = new Picture(viewSize * Columns, viewSize * (Views / Columns));
        var raster = new RasterImage(viewSize * Samples, viewSize * Samples);
        for (var i = 0; i < Views; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Rasterizer.Rasterize(Project(offsets, views[i], focal), mesh.Indices, raster);
            var (basis, left, top) = (views[i], i % Columns * viewSize, i / Columns * viewSize);
            Parallel.For(0, viewSize, row =>
            {
                var background = Vector3.Lerp(BackgroundTop, BackgroundBottom, (float)row / viewSize);
                for (var column = 0; column < viewSize; column++)
                    Srgb.Write(Resolve(column, row, background, basis), sheet[left + column, top + row]);
            });
        }

        return sheet;

        Vector3 Resolve(int column, int row, Vector3 background, ViewBasis basis)
        {
            var sum = Vector3.Zero;
            for (var sample = 0; sample < Samples * Samples; sample++)
            {
                var at = (((row * Samples) + (sample / Samples)) * raster.Width) + (column * Samples) + (sample % Samples);
                sum += raster.FaceIds[at] == 0 ? background : Surface((raster.FaceIds[at] - 1) * 3, raster.Barycentrics[at], basis);
            }

            return sum / (Samples * Samples);
        }

        Vector3 Surface(int corner, Vector3 weights, ViewBasis basis)
        {
            var normal = (normals[mesh.Indices[corner]] * weights.X) + (normals[mesh.Indices[corner + 1]] * weights.Y) + (normals[mesh.Indices[corner + 2]] * weights.Z);
            return light.Shade(colour(corner, weights), basis.ToView(normal));
        }
    }

    /// <summary>Positions relative to the box centre in units of the largest radius, and the focal length at which they fill the views.</summary>
    private static (Vector3[] Offsets, float Focal) Frame(Vector3[] positions, ViewBasis[] views)
    {
        var (low, high) = (new Vector3(float.PositiveInfinity), new Vector3(float.NegativeInfinity));
        foreach (var position in positions)
            (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));
        var centre = (low + high) / 2;
        var offsets = Array.ConvertAll(positions, p => p - centre);
        var radius = offsets.Length == 0 ? 0 : offsets.Max(o => o.Length());
        if (!(radius > 0))
            return (offsets, 1);

        var widest = 0f;
        for (var i = 0; i < offsets.Length; i++)
            offsets[i] /= radius;
        foreach (var view in views)
        {
            foreach (var offset in offsets)
            {
                var seen = view.ToView(offset);
                widest = MathF.Max(widest, MathF.Max(MathF.Abs(seen.X), MathF.Abs(seen.Y)) / (Distance - seen.Z));
            }
        }

        return (offsets, Fill / widest);
    }

    private static Vector4[] Project(Vector3[] offsets, ViewBasis view, float focal)
    {
        // Depth z/w = A + B/w, linear on the screen; -1 and 1 a little before and behind the unit sphere.
        const float Near = Distance - 1.01f;
        const float Far = Distance + 1.01f;
        return Array.ConvertAll(offsets, offset =>
        {
            var seen = view.ToView(offset);
            var w = Distance - seen.Z;
            return new Vector4(seen.X * focal, -seen.Y * focal, ((w * (Far + Near)) - (2 * Far * Near)) / (Far - Near), w);
        });
    }
}
