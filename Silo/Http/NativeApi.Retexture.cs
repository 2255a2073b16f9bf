using Hunyuan3D.Client;
using Hunyuan3D.Hosting.Http.Access;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Hosting.Webhooks;

namespace Hunyuan3D.Hosting.Http;

internal static partial class NativeApi
{
    private static async Task<IResult> RetextureAsync(string id, HttpContext context, IHunyuan3DClient client, ImageFetcher fetcher, CallbackDoor callbacks, JobDoor door, CancellationToken cancellationToken)
    {
        var key = ReadKey(context.Request);
        var caller = Caller.Of(context);
        var source = await FindAsync(id, client, cancellationToken);
        var model = CompletedOf(source).Model;
        var start = new GenerationSubmission
        {
            Options = source.Request.Options with { Texture = true, KeepUvs = false },
            User = source.Request.User,
            Priority = caller.Highest(source.Request.Priority),
        };
        var upload = await ReadUploadAsync(context.Request, start, pictureRequired: false, cancellationToken);
        var claimed = caller.Claim(upload.Submission);
        if (claimed.Mesh is not null)
            throw new InputProblemException(new InputProblem(FileFields.Mesh, $"mesh: the mesh is that of job {id}.", "no such field", "a file"));
        if (!claimed.Options.Texture)
            throw new InputProblemException(InputProblem.Value("texture", "true, since texturing is all that is left to do", "false"));
        await callbacks.CheckAsync(claimed, cancellationToken);
        var fetched = await upload.FetchAsync(fetcher, cancellationToken);
        foreach (var (field, bytes) in fetched.Pictures)
            await PictureDoor.CheckAsync(field, bytes, cancellationToken);

        var pictures = fetched.Pictures.Count == 0 ? null : FileFields.Collect(fetched.Pictures);
        var status = await door.SubmitAsync(caller, key, () => client.RetextureAsync(id, pictures, claimed with { IdempotencyKey = key }, cancellationToken), cancellationToken)
            ?? throw NotCompleted(source);
        var same = status.Request.Options == claimed.Options && status.Request.CallbackUrl == claimed.CallbackUrl?.AbsoluteUri && status.Request.Mesh?.Sha256 == model.Sha256
            && (pictures is null ? status.Request.Pictures == source.Request.Pictures : IsSame(status.Request.Pictures, pictures));
        if (key is not null && !same)
            throw KeyUsedBefore(key);
        context.Response.Headers.Location = $"{context.Request.PathBase}{Root}/{status.Id}";
        return Job(status, StatusCodes.Status202Accepted);
    }
}
