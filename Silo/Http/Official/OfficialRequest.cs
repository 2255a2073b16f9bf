using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http.Official;

/// <summary>
/// The body of <c>POST /generate</c> and <c>POST /send</c>: a JSON object. As there, unknown fields are ignored (clients send some for the pipeline underneath), and
/// <c>image</c> goes before <c>text</c>.
/// </summary>
/// <param name="Format">From <c>type</c>.</param>
internal sealed record OfficialRequest(PictureFiles Pictures, GenerationSubmission Submission, ModelFormat Format)
{
    /// <summary>There, only a mesh that is textured is reduced.</summary>
    private const int Unreduced = 2_000_000;

    /// <param name="start">What holds before the request is read.</param>
    /// <exception cref="InputProblemException">Something cannot be used.</exception>
    public static async Task<OfficialRequest> ReadAsync(HttpRequest request, GenerationSubmission start, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
            throw new InputProblemException(InputProblem.Value("Content-Type", "application/json", request.ContentType ?? ""), StatusCodes.Status415UnsupportedMediaType);
        var read = await ReadAsync(BoundedBody.Of(request), start, cancellationToken);
        foreach (var (field, bytes) in read.Files)
            await PictureDoor.CheckAsync(field, bytes, cancellationToken);
        await MeshDoor.CheckAsync(read.Request.Submission, OfficialFields.Spell, source: null, cancellationToken);
        return read.Request;
    }

    private static async Task<(OfficialRequest Request, Dictionary<string, ReadOnlyMemory<byte>> Files)> ReadAsync(
        BoundedBody body, GenerationSubmission start, CancellationToken cancellationToken)
    {
        using var document = await JsonBody.ReadAsync(body, cancellationToken);
        var reader = new SubmissionReader(Defaults(start));
        var files = new Dictionary<string, ReadOnlyMemory<byte>>();
        var (format, text, faces) = (ModelFormat.Glb, false, false);
        foreach (var property in JsonBody.Fields(document))
        {
            if (OfficialFields.Pictures.ContainsKey(property.Name) || property.Name == FileFields.Mesh)
                JsonBody.ReadFile(property, reader, files);
            else if (OfficialFields.All.TryGetValue(property.Name, out var field))
                JsonBody.ReadField(property, field, reader);
            else if (property.Name == "type")
                format = ReadType(property, reader);
            text |= property.Name == "text";
            faces |= property.Name == "face_count";
        }

        if (!files.TryGetValue("image", out var front))
            throw NoPicture(text);
        var submission = reader.Finish() with { Mesh = FileFields.Optional(files, FileFields.Mesh) };
        files.Remove(FileFields.Mesh);
        if (!submission.Options.Texture && !faces)
            submission = submission with { Options = submission.Options with { Faces = Unreduced } };
        var pictures = new PictureFiles(front)
        {
            Left = FileFields.Optional(files, "image_left"),
            Back = FileFields.Optional(files, "image_back"),
            Right = FileFields.Optional(files, "image_right"),
        };
        return (new OfficialRequest(pictures, submission, format), files);
    }

    private static GenerationSubmission Defaults(GenerationSubmission start) =>
        OfficialFields.All.Values.Aggregate(start, (submission, field) => field.Set(submission, field.Default!));

    private static ModelFormat ReadType(JsonProperty property, SubmissionReader reader)
    {
        var text = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : JsonBody.KindOf(property.Value);
        if (ModelFiles.Names.Contains(text))
            return Enum.Parse<ModelFormat>(text, ignoreCase: true);
        reader.Report(InputProblem.Value("type", $"one of {string.Join(", ", ModelFiles.Names)}", text));
        return ModelFormat.Glb;
    }

    private static InputProblemException NoPicture(bool text) => text
        ? new(
            new InputProblem("text", "This server has no text-to-image model: it makes models of pictures only. Send a picture in image.", "a picture in the field image, as base64", "text without a picture"),
            StatusCodes.Status422UnprocessableEntity)
        : new(new InputProblem("image", "The request has no picture: the field image is missing.", "base64 text", "no such field"));
}
