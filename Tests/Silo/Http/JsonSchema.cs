using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hunyuan3D.Tests.Silo.Http;

/// <summary>
/// Checks JSON against the schemas of an OpenAPI 3.1 document, as far as ours go. Stricter than JSON Schema in one thing: a member that a schema with <c>properties</c> does not name is
/// a fault, since a document that does not tell all is not the one we want.
/// </summary>
internal sealed class JsonSchema(JsonElement document)
{
    /// <summary>What does not fit, each with its place; empty: it fits.</summary>
    public IReadOnlyList<string> Faults(JsonElement schema, JsonElement value)
    {
        var faults = new List<string>();
        Check(schema, value, "$", faults);
        return faults;
    }

    private void Check(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            Check(Resolve(reference.GetString()!), value, at, faults);
        if (schema.TryGetProperty("oneOf", out var choices) && choices.EnumerateArray().Count(choice => Faults(choice, value).Count == 0) != 1)
            faults.Add($"{at}: {value.GetRawText()} fits not exactly one of {choices.GetArrayLength()} schemas.");
        if (schema.TryGetProperty("type", out var type) && !Types(type).Any(name => IsA(value, name)))
            faults.Add($"{at}: {value.ValueKind} is no {type.GetRawText()}.");
        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => JsonElement.DeepEquals(word, value)))
            faults.Add($"{at}: {value.GetRawText()} is none of {words.GetRawText()}.");
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(schema, value, at, faults);
                break;
            case JsonValueKind.Array when schema.TryGetProperty("items", out var items):
                foreach (var item in value.EnumerateArray())
                    Check(items, item, $"{at}[]", faults);
                break;
            case JsonValueKind.Number:
                if (schema.TryGetProperty("minimum", out var minimum) && value.GetDouble() < minimum.GetDouble())
                    faults.Add($"{at}: {value} is below {minimum}.");
                if (schema.TryGetProperty("maximum", out var maximum) && value.GetDouble() > maximum.GetDouble())
                    faults.Add($"{at}: {value} is above {maximum}.");
                break;
            case JsonValueKind.String:
                if (schema.TryGetProperty("pattern", out var pattern) && !Regex.IsMatch(value.GetString()!, pattern.GetString()!))
                    faults.Add($"{at}: {value} does not match {pattern}.");
                if (schema.TryGetProperty("maxLength", out var longest) && value.GetString()!.Length > longest.GetInt32())
                    faults.Add($"{at}: longer than {longest}.");
                break;
        }
    }

    private void CheckObject(JsonElement schema, JsonElement value, string at, List<string> faults)
    {
        if (schema.TryGetProperty("required", out var required))
            faults.AddRange(required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)).Select(name => $"{at}: {name} is missing."));
        var others = schema.TryGetProperty("additionalProperties", out var more) ? more : default;
        var open = others.ValueKind is JsonValueKind.True or JsonValueKind.Object;
        if (!schema.TryGetProperty("properties", out var properties) && !open)
            return;
        foreach (var member in value.EnumerateObject())
        {
            if (properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(member.Name, out var known))
                Check(known, member.Value, $"{at}.{member.Name}", faults);
            else if (others.ValueKind == JsonValueKind.Object)
                Check(others, member.Value, $"{at}.{member.Name}", faults);
            else if (!open)
                faults.Add($"{at}: the document does not know {member.Name}.");
        }
    }

    private JsonElement Resolve(string reference) => reference.Split('/').Skip(1).Aggregate(document, (element, name) => element.GetProperty(name));

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()!) : [type.GetString()!];

    private static bool IsA(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.String => type == "string",
        JsonValueKind.Array => type == "array",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Number => type == "number" || (type == "integer" && value.TryGetInt64(out _)),
        _ => false,
    };
}
