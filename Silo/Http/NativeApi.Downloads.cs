using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Requests;
using Microsoft.Net.Http.Headers;

namespace Hunyuan3D.Hosting.Http;

internal static partial class NativeApi
{
    private static async Task<IResult> ModelAsync(string id, IHunyuan3DClient client, CancellationToken cancellationToken, string? format = null)
    {
        var wanted = format is null ? ModelFormat.Glb : EnumQuery<ModelFormat>("format", format);
        var status = await FindAsync(id, client, cancellationToken);
        var artifact = await client.GetModelAsync(id, wanted, cancellationToken) ?? throw NotCompleted(status);
        return await FileAsync(artifact, $"{id}{ModelFiles.ExtensionOf(wanted)}", client, cancellationToken);
    }

    private static async Task<IResult> PreviewAsync(string id, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        var status = await FindAsync(id, client, cancellationToken);
        var artifact = await client.GetPreviewAsync(id, cancellationToken) ?? throw NotCompleted(status);
        return await FileAsync(artifact, downloadName: null, client, cancellationToken);
    }

    /// <summary>Stored bytes never change, so their hash is their ETag; ranges and conditions are handled by the framework.</summary>
    internal static async Task<IResult> FileAsync(ArtifactRef artifact, string? downloadName, IHunyuan3DClient client, CancellationToken cancellationToken) =>
        TypedResults.Stream(
            await client.OpenArtifactAsync(artifact, cancellationToken),
            artifact.MediaType,
            downloadName,
            entityTag: new EntityTagHeaderValue($"\"{artifact.Sha256}\""),
            enableRangeProcessing: true);

    private static InputProblemException NotCompleted(GenerationStatus status)
    {
        var actual = status.Status.ToString().ToLowerInvariant();
        return new(
            new InputProblem("id", $"Job {status.Id} has no model: it is {actual}.", "a completed job", actual),
            StatusCodes.Status409Conflict);
    }
}
