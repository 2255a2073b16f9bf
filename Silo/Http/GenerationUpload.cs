using Hunyuan3D.Client;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http;

/// <summary>A submission as it came over HTTP, fields checked, files not yet.</summary>
/// <param name="Pictures">Encoded files by field name; <c>image</c> is there.</param>
internal sealed record GenerationUpload(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Pictures, GenerationSubmission Submission)
{
    public static GenerationUpload Of(Dictionary<string, ReadOnlyMemory<byte>> files, GenerationSubmission submission)
    {
        var mesh = FileFields.Optional(files, FileFields.Mesh);
        files.Remove(FileFields.Mesh);
        return new GenerationUpload(files, submission with { Mesh = mesh });
    }
}
