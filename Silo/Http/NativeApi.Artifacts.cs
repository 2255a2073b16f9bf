using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Export;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Hosting.Http;

internal static partial class NativeApi
{
    /// <summary>What can be downloaded of a job beside its model.</summary>
    public static IReadOnlyList<string> ArtifactNames { get; } = ["input", "input-back", "input-left", "input-right", "cutout", "mask", "mesh", "texture"];

    // A picture of the largest size decodes to 200 MB.
    private static readonly SemaphoreSlim Masking = new(2);

    private static async Task<IResult> ArtifactAsync(string id, string name, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        if (!ArtifactNames.Contains(name))
            throw new InputProblemException(InputProblem.Value("name", $"one of {string.Join(", ", ArtifactNames)}", name), StatusCodes.Status404NotFound);
        var status = await FindAsync(id, client, cancellationToken);
        var pictures = status.Request.Pictures;
        return name switch
        {
            "input" => await Picture(pictures.Front),
            "input-back" => await Picture(pictures.Back),
            "input-left" => await Picture(pictures.Left),
            "input-right" => await Picture(pictures.Right),
            "cutout" => await Picture(CompletedOf(status).Cutout),
            "mask" => await MaskAsync(CompletedOf(status).Cutout ?? throw None(status, name), client, cancellationToken),
            "texture" when CompletedOf(status).TextureSize == 0 => throw None(status, name),
            _ => await PartAsync(status, name == "mesh" ? ModelPart.Mesh : ModelPart.Texture, client, cancellationToken),
        };

        Task<IResult> Picture(ArtifactRef? artifact) => FileAsync(artifact ?? throw None(status, name), downloadName: null, client, cancellationToken);
    }

    private static async Task<IResult> PartAsync(GenerationStatus status, ModelPart part, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        var artifact = await client.GetPartAsync(status.Id, part, cancellationToken) ?? throw NotCompleted(status);
        return await FileAsync(artifact, part == ModelPart.Mesh ? $"{status.Id}-mesh.glb" : null, client, cancellationToken);
    }

    /// <summary>The cut-out's opacity as a grey picture.</summary>
    private static async Task<IResult> MaskAsync(ArtifactRef cutout, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        await Masking.WaitAsync(cancellationToken);
        try
        {
            await using var stream = await client.OpenArtifactAsync(cutout, cancellationToken);
            var file = new byte[cutout.Length];
            await stream.ReadExactlyAsync(file, cancellationToken);
            return TypedResults.Bytes(await Task.Run(() => Mask(file), cancellationToken), "image/png");
        }
        finally
        {
            Masking.Release();
        }
    }

    private static byte[] Mask(byte[] file)
    {
        var picture = ImageCodec.Decode(file, ImageLimits.Default);
        var pixels = picture.Pixels;
        for (var i = 0; i < pixels.Length; i += 4)
        {
            pixels[i] = pixels[i + 1] = pixels[i + 2] = pixels[i + 3];
            pixels[i + 3] = byte.MaxValue;
        }

        return ImageCodec.EncodePng(picture);
    }

    private static GenerationResult CompletedOf(GenerationStatus status) => status.Result ?? throw NotCompleted(status);

    private static InputProblemException None(GenerationStatus status, string name) =>
        new(new InputProblem("name", $"Job {status.Id} has no {name}.", "something the job has", name), StatusCodes.Status404NotFound);
}
