using Hunyuan3D.Client;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http;

/// <summary>A submission as it came over HTTP, fields checked, files not yet.</summary>
/// <param name="Pictures">Encoded files by field name; <c>image</c> is there once <see cref="FetchAsync"/> has run.</param>
/// <param name="ImageUrl">Where <c>image</c> is to be fetched from; null: it came along.</param>
internal sealed record GenerationUpload(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Pictures, GenerationSubmission Submission, string? ImageUrl)
{
    /// <exception cref="InputProblemException">The reader found something wrong, or there is not exactly one front picture (none is fine where none is required and no other is given).</exception>
    public static GenerationUpload Of(Dictionary<string, ReadOnlyMemory<byte>> files, string? imageUrl, SubmissionReader reader, bool pictureRequired)
    {
        var anyPicture = FileFields.Pictures.Any(files.ContainsKey);
        if (!files.ContainsKey("image") && imageUrl is null && (pictureRequired || anyPicture))
            reader.Report(new InputProblem("image", "The request has no picture: the field image is missing.", "a picture in the field image, or its URL in image_url", "no such field"));
        if (files.ContainsKey("image") && imageUrl is not null)
            reader.Report(new InputProblem(ImageFetcher.Field, "The request has two front pictures.", "image or image_url", "both"));
        var submission = reader.Finish();
        var mesh = FileFields.Optional(files, FileFields.Mesh);
        files.Remove(FileFields.Mesh);
        return new GenerationUpload(files, submission with { Mesh = mesh }, imageUrl);
    }

    /// <summary>With the picture that was named by its URL.</summary>
    /// <exception cref="InputProblemException">It may not or cannot be fetched.</exception>
    public async Task<GenerationUpload> FetchAsync(ImageFetcher fetcher, CancellationToken cancellationToken) => ImageUrl is null
        ? this
        : this with { Pictures = new Dictionary<string, ReadOnlyMemory<byte>>(Pictures) { ["image"] = await fetcher.GetAsync(ImageUrl, cancellationToken) } };
}
