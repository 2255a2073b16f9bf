using System.Numerics;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.ShapeGen.Relief;

namespace Hunyuan3D.Inference.TexGen.Relief;

/// <summary>
/// Paints a mesh with the pictures themselves, without any weights: the front's from the front and its mirror from the back, the other sides' from theirs where they are
/// given, blended by how squarely each sees the surface. What none sees continues its surroundings. The seed, steps and guidance change nothing.
/// </summary>
public sealed class ReliefTextureEngine(TimeProvider time, BackgroundRemover? background = null) : ITextureEngine
{
    public const string EngineName = "relief";

    private readonly BackgroundRemover _background = background ?? BackgroundRemover.Classical;

    public string Name => EngineName;

    public Task<TextureResult> GenerateAsync(TextureRequest request, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        return Task.Run(() => Generate(request, new StageSteps(context, time, cancellationToken), cancellationToken), cancellationToken);
    }

    private TextureResult Generate(TextureRequest request, StageSteps steps, CancellationToken cancellationToken)
    {
        var size = request.TextureSize;
        var cutouts = steps.Run("background removal", 0.05, _ => request.Pictures.Select((side, picture) => _background.Cut(picture, SubjectFraming.FieldOf(side), cancellationToken).Picture));
        var mesh = steps.Run("uv unwrap", 0.55, progress => request.Uvs ?? UvUnwrapper.Unwrap(request.Mesh, size, progress, cancellationToken));
        var projections = steps.Run("projection", 0.08, _ => PictureProjections.Of(cutouts, request.Mesh));
        var texels = steps.Run("texel map", 0.07, _ => TexelMap.Build(mesh, size));
        var texture = steps.Run("painting", 0.20, progress => Paint(texels, projections, progress, cancellationToken));
        steps.Run("gutters", 0.05, _ =>
        {
            GutterFiller.Fill(texture, texels.Covered());
            return texture;
        });
        return new TextureResult(new TexturedMesh(mesh, texture), steps.Seconds);
    }

    private static Picture Paint(TexelMap texels, PictureProjections projections, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var size = texels.Size;
        var normals = SmoothNormals.Of(texels.Mesh);
        var hidden = new Lazy<Vector3[]>(() => HiddenVertexColors(texels.Mesh, normals, projections));
        var texture = new Picture(size, size);
        var done = 0;
        Parallel.For(0, size, new ParallelOptions { CancellationToken = cancellationToken }, row =>
        {
            for (var texel = row * size; texel < (row + 1) * size; texel++)
            {
                if (texels.FaceIds[texel] == 0) continue;
                var normal = texels.Interpolate(normals, texel);
                normal = normal.LengthSquared() > 0 ? Vector3.Normalize(normal) : Vector3.UnitY;
                if (!projections.TryPaint(texels.Position(texel), normal, out var color)) color = texels.Interpolate(hidden.Value, texel);
                color += new Vector3(0.5f);
                var target = texture.Pixels.AsSpan(texel * 4, 4);
                (target[0], target[1], target[2], target[3]) = ((byte)color.X, (byte)color.Y, (byte)color.Z, 255);
            }

            progress.Report((double)Interlocked.Increment(ref done) / size);
        });
        return texture;
    }

    // [vertices] of the split mesh.
    private static Vector3[] HiddenVertexColors(UvMesh mesh, Vector3[] normals, PictureProjections projections)
    {
        var welded = WeldedMesh.Of(mesh);
        var colors = new Vector3[welded.VertexCount];
        var painted = new bool[welded.VertexCount];
        for (var i = 0; i < normals.Length; i++)
        {
            var vertex = mesh.SourceVertices[i];
            painted[vertex] = projections.TryPaint(mesh.Mesh.Positions[i], normals[i], out colors[vertex]);
        }

        HiddenColors.Fill(welded, colors, painted);
        return Array.ConvertAll(mesh.SourceVertices, vertex => colors[vertex]);
    }
}
