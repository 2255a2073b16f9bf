using System.Security.Cryptography;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Hosting.Webhooks;
using Microsoft.Net.Http.Headers;

namespace Hunyuan3D.Hosting.Http;

internal static partial class NativeApi
{
    private const string IdempotencyKey = "Idempotency-Key";
    private const int LongestKey = 255;

    private static async Task<IResult> SubmitAsync(HttpContext context, IHunyuan3DClient client, ImageFetcher fetcher, CallbackDoor callbacks, JobDoor door, CancellationToken cancellationToken)
    {
        var key = ReadKey(context.Request);
        var caller = Caller.Of(context);
        var upload = await ReadUploadAsync(context.Request, caller.Start(new GenerationSubmission()), pictureRequired: true, cancellationToken);
        var claimed = caller.Claim(upload.Submission);
        await MeshDoor.CheckAsync(claimed, field => field, source: null, cancellationToken);
        await callbacks.CheckAsync(claimed, cancellationToken);
        var fetched = await upload.FetchAsync(fetcher, cancellationToken);
        foreach (var (field, bytes) in fetched.Pictures)
            await PictureDoor.CheckAsync(field, bytes, cancellationToken);

        var pictures = FileFields.Collect(fetched.Pictures);
        var submission = claimed with { IdempotencyKey = key };
        var status = await door.SubmitAsync(caller, key, async () => await client.SubmitAsync(pictures, submission, cancellationToken), cancellationToken);
        if (key is not null && !IsSame(status!.Request, pictures, submission))
            throw KeyUsedBefore(key);
        context.Response.Headers.Location = $"{context.Request.PathBase}{Root}/{status!.Id}";
        return Job(status, StatusCodes.Status202Accepted);
    }

    private static InputProblemException KeyUsedBefore(string key) => new(
        new InputProblem(IdempotencyKey, $"The {IdempotencyKey} was used before, for another request.", "a new key, or the same request", InputProblem.Shorten(key)),
        StatusCodes.Status422UnprocessableEntity);

    private static Task<GenerationUpload> ReadUploadAsync(HttpRequest request, GenerationSubmission start, bool pictureRequired, CancellationToken cancellationToken)
    {
        if (!pictureRequired && request is { ContentType: null, ContentLength: 0 or null })
            return Task.FromResult(new GenerationUpload(new Dictionary<string, ReadOnlyMemory<byte>>(), start, ImageUrl: null));
        var reader = new SubmissionReader(start);
        var type = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        return type?.ToLowerInvariant() switch
        {
            "multipart/form-data" => MultipartUpload.ReadAsync(request, BoundedBody.Of(request), reader, pictureRequired, cancellationToken),
            "application/json" => JsonUpload.ReadAsync(BoundedBody.Of(request), reader, pictureRequired, cancellationToken),
            _ => throw new InputProblemException(
                InputProblem.Value("Content-Type", "multipart/form-data or application/json", request.ContentType ?? ""),
                StatusCodes.Status415UnsupportedMediaType),
        };
    }

    private static string? ReadKey(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(IdempotencyKey, out var values))
            return null;
        var key = values.ToString();
        return key.Length is >= 1 and <= LongestKey && key.All(c => c is >= '!' and <= '~')
            ? key
            : throw new InputProblemException(InputProblem.Value(IdempotencyKey, $"1 to {LongestKey} printable ASCII characters without spaces", key));
    }

    private static bool IsSame(GenerationRequest asked, PictureFiles pictures, GenerationSubmission submission) =>
        asked.Options == submission.Options
        && asked.CallbackUrl == submission.CallbackUrl?.AbsoluteUri
        && IsSame(asked.Mesh, submission.Mesh)
        && IsSame(asked.Pictures, pictures);

    private static bool IsSame(GenerationPictures stored, PictureFiles given) =>
        IsSame(stored.Front, given.Front) && IsSame(stored.Left, given.Left) && IsSame(stored.Back, given.Back) && IsSame(stored.Right, given.Right);

    private static bool IsSame(ArtifactRef? stored, ReadOnlyMemory<byte>? given) =>
        stored?.Sha256 == (given is { } bytes ? Convert.ToHexStringLower(SHA256.HashData(bytes.Span)) : null);
}
