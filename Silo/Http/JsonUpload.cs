using System.Buffers;
using System.Text.Json;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http;

/// <summary>Reads a JSON submission: files as base64 or <c>data:</c> URIs, the other fields as JSON values of their own kind.</summary>
internal static class JsonUpload
{
    /// <exception cref="InputProblemException">The JSON is broken, incomplete or has illegal values.</exception>
    public static async Task<GenerationUpload> ReadAsync(BoundedBody body, CancellationToken cancellationToken)
    {
        using var document = await ParseAsync(body, cancellationToken);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new InputProblemException(InputProblem.Value("body", "a JSON object", KindOf(document.RootElement)));

        var reader = new SubmissionReader();
        var files = new Dictionary<string, ReadOnlyMemory<byte>>();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            // Null says the same as leaving the field out.
            if (property.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (FileFields.Names.Contains(property.Name))
                ReadFile(property, reader, files);
            else if (RequestFields.All.FirstOrDefault(f => f.Name == property.Name) is { } field)
                ReadField(property, field, reader);
            else
                reader.Report(MultipartUpload.UnknownField(property.Name));
        }

        if (!files.ContainsKey("image"))
            reader.Report(new InputProblem("image", "The request has no picture: the field image is missing.", "base64 text or a data: URI", "no such field"));
        return GenerationUpload.Of(files, reader.Finish());
    }

    private static async Task<JsonDocument> ParseAsync(BoundedBody body, CancellationToken cancellationToken)
    {
        try
        {
            return await JsonDocument.ParseAsync(body, new JsonDocumentOptions { MaxDepth = 8 }, cancellationToken);
        }
        catch (JsonException e)
        {
            throw new InputProblemException(new InputProblem(
                "body", $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.", "a JSON object", "broken JSON"));
        }
    }

    private static void ReadField(JsonProperty property, RequestField field, SubmissionReader reader)
    {
        var kind = property.Value.ValueKind;
        var fits = field.Kind switch
        {
            // A priority may be a number.
            FieldKind.Text => kind == JsonValueKind.String || (kind == JsonValueKind.Number && field.Choices?.Contains(property.Value.GetRawText()) == true),
            FieldKind.Boolean => kind is JsonValueKind.True or JsonValueKind.False,
            _ => kind == JsonValueKind.Number,
        };
        if (fits)
            reader.Read(field, property.Name, kind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText());
        else
            reader.Report(InputProblem.Value(property.Name, field.Expected, KindOf(property.Value)));
    }

    private static void ReadFile(JsonProperty property, SubmissionReader reader, Dictionary<string, ReadOnlyMemory<byte>> files)
    {
        var bytes = property.Value.ValueKind == JsonValueKind.String ? Decode(property.Value.GetString()!) : null;
        if (bytes is null)
        {
            var actual = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : KindOf(property.Value);
            reader.Report(InputProblem.Value(property.Name, "base64 text or a data: URI with base64 data", actual));
        }

        // A file that could not be read is still there: it must not be reported as missing too.
        if (!files.TryAdd(property.Name, bytes ?? []))
            reader.Report(new InputProblem(property.Name, $"{property.Name} is given twice.", "one file", "two files"));
    }

    private static byte[]? Decode(string text)
    {
        var data = text.AsSpan();
        if (data.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
        {
            var comma = data.IndexOf(',');
            if (comma < 0 || !data[..comma].EndsWith(";base64", StringComparison.OrdinalIgnoreCase))
                return null;
            data = data[(comma + 1)..];
        }

        var buffer = ArrayPool<byte>.Shared.Rent(data.Length / 4 * 3 + 3);
        try
        {
            return Convert.TryFromBase64Chars(data, buffer, out var length) ? buffer.AsSpan(0, length).ToArray() : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string KindOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "a JSON array",
        JsonValueKind.Object => "a JSON object",
        JsonValueKind.String => $"the JSON string \"{InputProblem.Shorten(element.GetString()!)}\"",
        _ => element.GetRawText(),
    };
}
