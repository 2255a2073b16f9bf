using System.Runtime.InteropServices;
using System.Text.Json;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http;

/// <summary>A JSON object in a request's body, and its fields.</summary>
internal static class JsonBody
{
    /// <exception cref="InputProblemException">The body is no JSON object, or its texts are none.</exception>
    public static async Task<JsonDocument> ReadAsync(BoundedBody body, CancellationToken cancellationToken)
    {
        var document = await ParseAsync(body, cancellationToken);
        // The parser leaves texts as they are: asked for one that is none, it would throw later.
        var isText = JsonText.IsText(JsonMarshal.GetRawUtf8Value(document.RootElement));
        if (isText && document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        using (document)
        {
            throw new InputProblemException(isText
                ? InputProblem.Value("body", "a JSON object", KindOf(document.RootElement))
                : new InputProblem("body", "The body has bytes or escapes that stand for no character.", "a JSON object in UTF-8", "broken text"));
        }
    }

    /// <summary>The fields that say something: null says the same as leaving a field out.</summary>
    public static IEnumerable<JsonProperty> Fields(JsonDocument document) =>
        document.RootElement.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null);

    /// <summary>Reads a value of the field's own kind.</summary>
    public static void ReadField(JsonProperty property, RequestField field, SubmissionReader reader)
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

    /// <summary>Reads a file given as base64 or as a <c>data:</c> URI.</summary>
    /// <param name="files">Takes it, under the property's name.</param>
    public static void ReadFile(JsonProperty property, SubmissionReader reader, Dictionary<string, ReadOnlyMemory<byte>> files)
    {
        var bytes = property.Value.ValueKind == JsonValueKind.String ? Base64File.Decode(property.Value.GetString()!) : null;
        if (bytes is null)
        {
            var actual = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : KindOf(property.Value);
            reader.Report(InputProblem.Value(property.Name, "base64 text or a data: URI with base64 data", actual));
        }

        // A file that could not be read is still there: it must not be reported as missing too.
        if (!files.TryAdd(property.Name, bytes ?? []))
            reader.Report(new InputProblem(property.Name, $"{property.Name} is given twice.", "one file", "two files"));
    }

    /// <summary>Reads the URL of a picture.</summary>
    public static string ReadUrl(JsonProperty property, SubmissionReader reader)
    {
        if (property.Value.ValueKind == JsonValueKind.String)
            return property.Value.GetString()!;
        reader.Report(InputProblem.Value(property.Name, "the URL of a picture", KindOf(property.Value)));
        return "";
    }

    /// <summary>What a value is, for people.</summary>
    public static string KindOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "a JSON array",
        JsonValueKind.Object => "a JSON object",
        JsonValueKind.String => $"the JSON string \"{InputProblem.Shorten(element.GetString()!)}\"",
        _ => element.GetRawText(),
    };

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
}
