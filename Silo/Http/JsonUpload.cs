using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http;

/// <summary>Reads a JSON submission: files as base64 or <c>data:</c> URIs, the other fields as JSON values of their own kind.</summary>
internal static class JsonUpload
{
    /// <exception cref="InputProblemException">The JSON is broken, incomplete or has illegal values.</exception>
    public static async Task<GenerationUpload> ReadAsync(BoundedBody body, SubmissionReader reader, bool pictureRequired, CancellationToken cancellationToken)
    {
        using var document = await JsonBody.ReadAsync(body, cancellationToken);
        var files = new Dictionary<string, ReadOnlyMemory<byte>>();
        string? imageUrl = null;
        foreach (var property in JsonBody.Fields(document))
        {
            if (FileFields.Names.Contains(property.Name))
                JsonBody.ReadFile(property, reader, files);
            else if (property.Name == ImageFetcher.Field)
                imageUrl = JsonBody.ReadUrl(property, reader);
            else if (RequestFields.Http.FirstOrDefault(f => f.Name == property.Name) is { } field)
                JsonBody.ReadField(property, field, reader);
            else
                reader.Report(MultipartUpload.UnknownField(property.Name));
        }

        return GenerationUpload.Of(files, imageUrl, reader, pictureRequired);
    }
}
