using Hunyuan3D.Client;

namespace Hunyuan3D.Hosting.Http;

/// <summary>A submission as it came over HTTP, fields checked, pictures not yet.</summary>
/// <param name="Pictures">Encoded files by field name; <c>image</c> is there.</param>
internal sealed record GenerationUpload(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Pictures, GenerationSubmission Submission);
