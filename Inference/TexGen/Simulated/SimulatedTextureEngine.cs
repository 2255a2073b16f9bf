using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Simulation;

namespace Hunyuan3D.Inference.TexGen.Simulated;

/// <summary>Takes the configured time and paints the mesh in one colour. For load tests and capacity planning.</summary>
internal sealed class SimulatedTextureEngine(SimulatedStageOptions options, TimeProvider time) : ITextureEngine
{
    /// <summary>One colour needs no more; <see cref="TextureRequest.TextureSize"/> is not honoured.</summary>
    private const int TextureSize = 4;

    private readonly SimulatedSteps _steps = new(time);

    public string Name => "simulated";

    public async Task<TextureResult> GenerateAsync(TextureRequest request, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var start = time.GetTimestamp();
        await _steps.RunAsync(
            request.Steps ?? options.Steps,
            TimeSpan.FromSeconds(options.TextureSeconds * options.TimeScale),
            context,
            cancellationToken).ConfigureAwait(false);
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        return new TextureResult(Paint(request), [new("simulated-denoising", seconds)]);
    }

    private static TexturedMesh Paint(TextureRequest request)
    {
        var color = new Picture(TextureSize, TextureSize);
        for (var i = 0; i < color.Pixels.Length; i += 4)
        {
            (color.Pixels[i], color.Pixels[i + 1], color.Pixels[i + 2], color.Pixels[i + 3]) = (0xB0, 0xB8, 0xC0, 0xFF);
        }

        return new TexturedMesh(request.Uvs ?? Flat(request.Mesh), color);
    }

    private static UvMesh Flat(TriangleMesh mesh)
    {
        var uvs = Array.ConvertAll(mesh.Positions, position => Vector2.Clamp(new Vector2(position.X, position.Y) * 0.25f + new Vector2(0.5f), Vector2.Zero, Vector2.One));
        return new UvMesh(mesh, uvs, [.. Enumerable.Range(0, mesh.VertexCount)]);
    }
}
