using System.Globalization;
using System.Text.RegularExpressions;
using Hunyuan3D.Client;

namespace Hunyuan3D.Hosting.Requests;

/// <summary>One field of a generation request: its legal values, and where it goes. Command line, HTTP forms, JSON and OpenAPI all read this.</summary>
/// <param name="Name">As HTTP spells it (<c>octreeResolution</c>); the command line spells it <c>--octree-resolution</c>.</param>
/// <param name="Meaning">One sentence for help texts.</param>
/// <param name="Set">Puts a legal value (string, long, double or bool, by <paramref name="Kind"/>) into a submission.</param>
internal sealed record RequestField(
    string Name,
    FieldKind Kind,
    string Meaning,
    Func<GenerationSubmission, object, GenerationSubmission> Set)
{
    public double Minimum { get; init; } = double.NegativeInfinity;

    public double Maximum { get; init; } = double.PositiveInfinity;

    /// <summary>The only legal texts; null: any that <see cref="Pattern"/> matches.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>A regular expression for the whole text.</summary>
    public string? Pattern { get; init; }

    /// <summary>Whether a text is legal, where no pattern can say it; null: <see cref="Pattern"/> does.</summary>
    public Func<string, bool>? Accepts { get; init; }

    /// <summary>What stands for the value in help texts; null: by the kind.</summary>
    public string? ValueName { get; init; }

    /// <summary>What <see cref="Pattern"/> or <see cref="Accepts"/> means, for people.</summary>
    public string? PatternMeaning { get; init; }

    /// <summary>Null: decided by engine or model.</summary>
    public object? Default { get; init; }

    /// <summary><c>--octree-resolution</c>.</summary>
    public string OptionName =>
        "--" + string.Concat(Name.Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : c.ToString()));

    /// <summary>What stands for the value in help texts.</summary>
    public string HelpName => ValueName ?? (Choices is not null ? string.Join('|', Choices) : Kind is FieldKind.Text ? "name" : "number");

    /// <summary>The legal values in words, such as <c>a whole number from 100 to 2000000</c>.</summary>
    public string Expected => Kind switch
    {
        FieldKind.Boolean => "true or false",
        FieldKind.Whole => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Minimum:F0} to {Maximum:F0}"),
        FieldKind.Real => string.Create(CultureInfo.InvariantCulture, $"a number from {Minimum} to {Maximum}"),
        _ when Choices is not null => $"one of {string.Join(", ", Choices)}",
        _ => PatternMeaning ?? "a text",
    };

    /// <summary>The value that a text stands for; false if it is not legal.</summary>
    public bool TryRead(string text, out object value)
    {
        value = text;
        switch (Kind)
        {
            case FieldKind.Boolean:
                value = text == "true";
                return text is "true" or "false";
            case FieldKind.Whole:
                var isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole);
                value = whole;
                return isWhole && whole >= Minimum && whole <= Maximum;
            case FieldKind.Real:
                var isReal = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real);
                value = real;
                return isReal && real >= Minimum && real <= Maximum;
            default:
                return Choices?.Contains(text) ?? Accepts?.Invoke(text) ?? (Pattern is null || Regex.IsMatch(text, $"^(?:{Pattern})\\z", RegexOptions.CultureInvariant));
        }
    }
}
