using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http.Tasks;

/// <summary>The body of <c>POST /generate/3d</c>: <c>{image_url, user_id, priority}</c> and our <c>callback_url</c>, of which only the first is required. Other fields are ignored.</summary>
internal sealed record TaskRequest(string ImageUrl, GenerationSubmission Submission)
{
    /// <summary>Whose task it is: a text or a number.</summary>
    public const string User = "user_id";

    /// <summary>The fields beside the picture, by this dialect's name.</summary>
    public static IReadOnlyDictionary<string, RequestField> Fields { get; } = new Dictionary<string, RequestField> { [User] = Field("user"), ["priority"] = Field("priority"), [CallbackUrl.Field] = RequestFields.Callback };

    /// <exception cref="InputProblemException">Something cannot be used.</exception>
    public static async Task<TaskRequest> ReadAsync(HttpRequest request, GenerationSubmission start, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            throw new InputProblemException(InputProblem.Value("Content-Type", "application/json", request.ContentType ?? ""), StatusCodes.Status415UnsupportedMediaType);
        using var document = await JsonBody.ReadAsync(BoundedBody.Of(request), cancellationToken);
        var reader = new SubmissionReader(start);
        string? url = null;
        foreach (var property in JsonBody.Fields(document))
        {
            if (property.Name == ImageFetcher.Field)
                url = JsonBody.ReadUrl(property, reader);
            else if (property.Name == User && property.Value.ValueKind == JsonValueKind.Number)
                reader.Read(Fields[User], property.Name, property.Value.GetRawText());
            else if (Fields.TryGetValue(property.Name, out var field))
                JsonBody.ReadField(property, field, reader);
        }

        if (url is null)
            reader.Report(new InputProblem(ImageFetcher.Field, "The request has no picture: the field image_url is missing.", "the URL of a picture", "no such field"));
        return new TaskRequest(url ?? "", reader.Finish());
    }

    private static RequestField Field(string name) => RequestFields.Http.Single(f => f.Name == name);
}
