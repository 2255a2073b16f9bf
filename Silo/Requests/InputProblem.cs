namespace Hunyuan3D.Hosting.Requests;

/// <summary>One reason why a request cannot be accepted.</summary>
/// <param name="Field">As the caller spelled it: <c>octreeResolution</c>, <c>--octree-resolution</c>, <c>image</c>.</param>
/// <param name="Message">A full sentence.</param>
/// <param name="Expected">What would have been accepted; null where the message alone says it.</param>
/// <param name="Actual">What was given, shortened.</param>
internal sealed record InputProblem(string Field, string Message, string? Expected = null, string? Actual = null)
{
    private const int LongestActual = 80;

    /// <summary>The value of <paramref name="field"/> is none of those it may have.</summary>
    public static InputProblem Value(string field, string expected, string actual) =>
        new(field, $"{field} must be {expected}, not {Shorten(actual)}.", expected, Shorten(actual));

    /// <summary>At most 80 characters, without control characters.</summary>
    public static string Shorten(string text)
    {
        var clean = string.Concat(text.Take(LongestActual).Select(c => char.IsControl(c) ? '?' : c));
        return text.Length > LongestActual ? clean + "..." : clean.Length == 0 ? "an empty text" : clean;
    }
}
