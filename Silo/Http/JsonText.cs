using System.Globalization;
using System.Text.Unicode;

namespace Hunyuan3D.Hosting.Http;

/// <summary>Whether all names and strings of JSON stand for text. Its grammar (RFC 8259, section 8.2) allows halves of surrogate pairs as escapes, and parsers do not look at bytes within strings.</summary>
internal static class JsonText
{
    private const int EscapeLength = 6;

    /// <param name="json">Well-formed but for its texts.</param>
    public static bool IsText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            return false;
        // A backslash stands only within strings, and always before another character.
        for (int at; (at = json.IndexOf((byte)'\\')) >= 0;)
        {
            json = json[at..];
            if (Escaped(json) is not { } unit)
            {
                json = json[2..];
                continue;
            }

            json = json[EscapeLength..];
            if (!char.IsSurrogate(unit))
                continue;
            if (!char.IsHighSurrogate(unit) || Escaped(json) is not { } second || !char.IsLowSurrogate(second))
                return false;
            json = json[EscapeLength..];
        }

        return true;
    }

    /// <summary>The UTF-16 unit of <c>\uXXXX</c> at the beginning; null: there is none.</summary>
    private static char? Escaped(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json[0] == '\\' && json[1] == 'u' && ushort.TryParse(json[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : null;
}
