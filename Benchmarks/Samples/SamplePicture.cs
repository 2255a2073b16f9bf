using System.Numerics;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen.Relief;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>
/// A picture of a solid as a photographer would take it for a catalogue, cut out: orthographic, lit from the viewer's upper left. What is seen is found by the project's
/// rasteriser; colour, normal and ambient occlusion are the solid's own, so that the mesh's facets do not show.
/// </summary>
internal static class SamplePicture
{
    // The subject's longest side as a share of the picture.
    private const float Fill = 0.86f;
    private const int Samples = 4;

    // In the view: right, up, towards the viewer.
    private static readonly Vector3 KeyLight = Vector3.Normalize(new Vector3(-0.5f, 0.75f, 0.85f));

    public static Picture Render(SampleModel model, ViewSide side, int size)
    {
        var view = ViewBasis.Of(side);
        var fine = size * Samples;
        var unitsPerPixel = 2 * SubjectFraming.HalfExtent / (Fill * fine);
        var clip = Array.ConvertAll(model.Mesh.Positions, position =>
        {
            var seen = view.ToView(position);
            return new Vector4(Rasterizer.ToClip(fine / 2f + seen.X / unitsPerPixel, fine), Rasterizer.ToClip(fine / 2f - seen.Y / unitsPerPixel, fine), -seen.Z / 4, 1);
        });
        var raster = Rasterizer.Rasterize(clip, model.Mesh.Indices, fine, fine);
        var picture = new Picture(size, size);
        Parallel.For(0, size, y =>
        {
            for (var x = 0; x < size; x++)
            {
                var (sum, covered) = (Vector3.Zero, 0);
                for (var s = 0; s < Samples * Samples; s++)
                {
                    var at = (y * Samples + s / Samples) * fine + x * Samples + s % Samples;
                    if (raster.FaceIds[at] == 0) continue;
                    covered++;
                    sum += Shade(model, view, raster, at);
                }

                if (covered == 0) continue;
                var pixel = picture[x, y];
                Srgb.Write(sum / covered, pixel);
                pixel[3] = (byte)((255 * covered + Samples * Samples / 2) / (Samples * Samples));
            }
        });
        return picture;
    }

    private static Vector3 Shade(SampleModel model, ViewBasis view, RasterImage raster, int at)
    {
        var corner = (raster.FaceIds[at] - 1) * 3;
        var weights = raster.Barycentrics[at];
        var (positions, indices) = (model.Mesh.Positions, model.Mesh.Indices);
        var point = model.ToSolid(positions[indices[corner]] * weights.X + positions[indices[corner + 1]] * weights.Y + positions[indices[corner + 2]] * weights.Z);
        var normal = Normal(model.Solid, point);
        point -= normal * model.Solid.Distance(point); // from the facet to the surface
        var color = model.Solid.Color(point);

        var sky = 0.5f + 0.5f * normal.Y;
        var toLight = view.Right * KeyLight.X + view.Up * KeyLight.Y + view.Toward * KeyLight.Z;
        var key = Math.Max(0, Vector3.Dot(normal, toLight));
        var half = Vector3.Normalize(toLight + view.Toward);
        var gloss = MathF.Pow(Math.Max(0, Vector3.Dot(normal, half)), 48);
        var open = Openness(model.Solid, point, normal);
        var light = open * (0.30f + 0.22f * sky) + key * Shadow(model.Solid, point + normal * 0.01f, toLight) * 0.62f;
        return color * light + new Vector3(0.10f * gloss * open);
    }

    private static Vector3 Normal(Solid solid, Vector3 point)
    {
        const float Step = 0.0015f;
        var normal = new Vector3(
            solid.Distance(point + new Vector3(Step, 0, 0)) - solid.Distance(point - new Vector3(Step, 0, 0)),
            solid.Distance(point + new Vector3(0, Step, 0)) - solid.Distance(point - new Vector3(0, Step, 0)),
            solid.Distance(point + new Vector3(0, 0, Step)) - solid.Distance(point - new Vector3(0, 0, Step)));
        return normal.LengthSquared() > 0 ? Vector3.Normalize(normal) : Vector3.UnitZ;
    }

    // Ambient occlusion by how far the surface recedes along the normal (Evans, "Fast approximations for global illumination on dynamic scenes", 2006).
    private static float Openness(Solid solid, Vector3 point, Vector3 normal)
    {
        float hidden = 0, weight = 1;
        for (var i = 1; i <= 4; i++, weight *= 0.65f)
        {
            var reach = 0.035f * i;
            hidden += weight * Math.Max(0, reach - solid.Distance(point + normal * reach));
        }

        return Math.Clamp(1 - 4.5f * hidden, 0.25f, 1);
    }

    // Sphere tracing towards the light; near misses darken, which softens the shadow's border.
    private static float Shadow(Solid solid, Vector3 point, Vector3 toLight)
    {
        var lit = 1f;
        for (var along = 0.02f; along < 1.6f;)
        {
            var distance = solid.Distance(point + toLight * along);
            if (distance < 0.001f) return 0;
            lit = Math.Min(lit, 9 * distance / along);
            along += Math.Clamp(distance, 0.01f, 0.12f);
        }

        return lit;
    }
}
