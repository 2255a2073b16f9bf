using System.Buffers;
using System.Text;
using Hunyuan3D.Hosting.Http.Fetching;
using Hunyuan3D.Hosting.Requests;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Hunyuan3D.Hosting.Http;

/// <summary>Reads a <c>multipart/form-data</c> submission part by part; bytes over a limit are never kept.</summary>
internal static class MultipartUpload
{
    /// <summary>RFC 2046, section 5.1.1.</summary>
    private const int LongestBoundary = 70;

    /// <exception cref="InputProblemException">The form is broken, incomplete or has illegal values.</exception>
    public static async Task<GenerationUpload> ReadAsync(
        HttpRequest request, BoundedBody body, SubmissionReader reader, bool pictureRequired, CancellationToken cancellationToken)
    {
        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value;
        if (string.IsNullOrEmpty(boundary))
            throw new InputProblemException(new InputProblem("Content-Type", "The Content-Type names no boundary.", "multipart/form-data; boundary=...", request.ContentType));
        if (boundary.Length > LongestBoundary)
            throw new InputProblemException(InputProblem.Value("Content-Type", $"multipart/form-data with a boundary of at most {LongestBoundary} characters", request.ContentType!));

        var files = new Dictionary<string, ReadOnlyMemory<byte>>();
        try
        {
            var parts = new MultipartReader(boundary, body) { HeadersLengthLimit = 4096 };
            while (await parts.ReadNextSectionAsync(cancellationToken) is { } part)
                await ReadPartAsync(part, reader, files, cancellationToken);
        }
        catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException and not ConnectionResetException))
        {
            throw new InputProblemException(new InputProblem("body", $"The form cannot be read: {e.Message}", "a complete multipart/form-data body"));
        }

        var imageUrl = FileFields.Optional(files, ImageFetcher.Field) is { } url ? Encoding.UTF8.GetString(url.Span) : null;
        files.Remove(ImageFetcher.Field);
        return GenerationUpload.Of(files, imageUrl, reader, pictureRequired);
    }

    private static async Task ReadPartAsync(
        MultipartSection part, SubmissionReader reader, Dictionary<string, ReadOnlyMemory<byte>> files, CancellationToken cancellationToken)
    {
        var name = ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? ""
            : "";
        if (FileFields.Names.Contains(name) || name == ImageFetcher.Field)
        {
            var bytes = await ReadAllAsync(part.Body, name == ImageFetcher.Field ? ImageFetcher.LongestUrl : RequestLimits.MaxBodyBytes, cancellationToken);
            if (!files.TryAdd(name, bytes))
                reader.Report(new InputProblem(name, $"{name} is given twice.", "one file", "two files"));
        }
        else if (RequestFields.Http.FirstOrDefault(f => f.Name == name) is { } field)
        {
            var bytes = await ReadAllAsync(part.Body, RequestLimits.MaxFieldBytes, cancellationToken);
            reader.Read(field, name, Encoding.UTF8.GetString(bytes.Span));
        }
        else
        {
            reader.Report(UnknownField(name));
        }
    }

    internal static InputProblem UnknownField(string name) => new(
        InputProblem.Shorten(name),
        $"There is no field {InputProblem.Shorten(name)}.",
        "one of " + string.Join(", ", [.. FileFields.Names, ImageFetcher.Field, .. RequestFields.Http.Select(f => f.Name)]),
        InputProblem.Shorten(name));

    /// <summary>At most <paramref name="limit"/> + 1 bytes are kept, so that the value check sees that a field is too long.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadAllAsync(Stream body, int limit, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(limit + 1, 81920));
        try
        {
            int read;
            while (bytes.Length <= limit && (read = await body.ReadAsync(buffer.AsMemory(0, Math.Min(limit + 1, buffer.Length)), cancellationToken)) > 0)
                bytes.Write(buffer, 0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return bytes.GetBuffer().AsMemory(0, (int)bytes.Length);
    }
}
