using System.Globalization;
using Hunyuan3D.Grains.Interfaces.Artifacts;

namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>Checks requests against the ranges that <see cref="GenerationOptions"/> and <see cref="GenerationRequest"/> state. All problems are returned, not only the first.</summary>
public static class GenerationRequestValidator
{
    public static IReadOnlyList<string> Engines { get; } = ["relief", "hunyuan3d", "simulated"];

    public static IReadOnlyList<string> TextureFormats { get; } = ["png", "jpeg", "webp"];

    /// <summary>The largest seed: integers up to here survive JSON.</summary>
    public const long MaxSeed = (1L << 53) - 1;

    private const int MaxNameLength = 64;

    public static IReadOnlyList<RequestProblem> Validate(GenerationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var problems = new List<RequestProblem>();
        CheckPictures(request.Pictures, problems);
        Check(request.Options, problems);
        Check(request.User, request.Priority, problems);
        return problems;
    }

    /// <summary>As <see cref="Validate(GenerationRequest)"/>, before the pictures are stored.</summary>
    public static IReadOnlyList<RequestProblem> Validate(GenerationOptions options, string user, GenerationPriority priority)
    {
        var problems = new List<RequestProblem>();
        Check(options, problems);
        Check(user, priority, problems);
        return problems;
    }

    private static void Check(GenerationOptions options, List<RequestProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckOneOf("engine", options.Engine, Engines, problems);
        if (options.Model is { } model && !IsName(model, "._-/"))
            problems.Add(new("model", "1 to 64 characters of A-Z a-z 0-9 . _ - /", Shorten(model)));
        CheckRange("seed", options.Seed, 0, MaxSeed, problems);
        if (options.Steps is { } steps) CheckRange("steps", steps, 1, 1000, problems);
        if (options.Guidance is { } guidance && !(guidance >= -1 && guidance <= 100))
            problems.Add(new("guidance", "-1 to 100", guidance.ToString(CultureInfo.InvariantCulture)));
        if (options.OctreeResolution is { } resolution) CheckRange("octreeResolution", resolution, 16, 1024, problems);
        CheckRange("faces", options.Faces, 100, 2_000_000, problems);
        CheckRange("textureSize", options.TextureSize, 256, 4096, problems);
        CheckOneOf("textureFormat", options.TextureFormat, TextureFormats, problems);
    }

    private static void Check(string user, GenerationPriority priority, List<RequestProblem> problems)
    {
        if (user is null || !IsName(user, "._-@"))
            problems.Add(new("user", "1 to 64 characters of A-Z a-z 0-9 . _ - @", Shorten(user)));
        if (!Enum.IsDefined(priority))
            problems.Add(new("priority", "batch, standard or interactive", ((int)priority).ToString(CultureInfo.InvariantCulture)));
    }

    private static void CheckPictures(GenerationPictures pictures, List<RequestProblem> problems)
    {
        if (pictures is null)
        {
            problems.Add(new("image", "a stored picture", "nothing"));
            return;
        }

        CheckPicture("image", pictures.Front, required: true, problems);
        CheckPicture("left", pictures.Left, required: false, problems);
        CheckPicture("back", pictures.Back, required: false, problems);
        CheckPicture("right", pictures.Right, required: false, problems);
    }

    private static void CheckPicture(string field, ArtifactRef? picture, bool required, List<RequestProblem> problems)
    {
        if (picture is null)
        {
            if (required) problems.Add(new(field, "a stored picture", "nothing"));
            return;
        }

        if (!picture.IsWellFormed)
            problems.Add(new(field, "a SHA-256 of 64 lower-case hex digits", Shorten(picture.Sha256)));
        else if (picture.Length < 1)
            problems.Add(new(field, "a file with at least 1 byte", "an empty file"));
    }

    private static void CheckRange(string field, long value, long low, long high, List<RequestProblem> problems)
    {
        if (value < low || value > high)
            problems.Add(new(field, string.Create(CultureInfo.InvariantCulture, $"{low} to {high}"), value.ToString(CultureInfo.InvariantCulture)));
    }

    private static void CheckOneOf(string field, string value, IReadOnlyList<string> allowed, List<RequestProblem> problems)
    {
        if (!allowed.Contains(value))
            problems.Add(new(field, string.Join(", ", allowed), Shorten(value)));
    }

    private static bool IsName(string value, string extra)
    {
        if (value.Length is 0 or > MaxNameLength) return false;
        foreach (var character in value)
        {
            if (!char.IsAsciiLetterOrDigit(character) && !extra.Contains(character, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    private static string Shorten(string? value) => value switch
    {
        null => "nothing",
        "" => "an empty text",
        { Length: > MaxNameLength } => $"'{value[..MaxNameLength]}...'",
        _ => $"'{value}'",
    };
}
