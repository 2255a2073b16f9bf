using System.Globalization;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Webhooks;

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
        CheckFile("mesh", request.Mesh, "mesh", required: false, problems);
        Check(request.Options, problems);
        CheckMesh(request.Options, request.Mesh is not null, problems);
        Check(request.User, request.Priority, problems);
        if (!Enum.IsDefined(request.Schedule)) problems.Add(new("schedule", "now or off_peak", ((int)request.Schedule).ToString(CultureInfo.InvariantCulture)));
        // The text itself may hold a secret.
        if (request.CallbackUrl is { } url && !CallbackUrl.IsWellFormed(url)) problems.Add(new(CallbackUrl.Field, CallbackUrl.Expected, "another text"));
        return problems;
    }

    /// <summary>As <see cref="Validate(GenerationRequest)"/>, before the files are stored.</summary>
    /// <param name="hasMesh">Whether the request brings a mesh of its own.</param>
    public static IReadOnlyList<RequestProblem> Validate(GenerationOptions options, string user, GenerationPriority priority, bool hasMesh = false)
    {
        var problems = new List<RequestProblem>();
        Check(options, problems);
        CheckMesh(options, hasMesh, problems);
        Check(user, priority, problems);
        return problems;
    }

    private static void Check(GenerationOptions options, List<RequestProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(options);
        CheckOneOf("engine", options.Engine, Engines, problems);
        CheckModel("model", options.Model, problems);
        CheckModel("textureModel", options.TextureModel, problems);
        CheckRange("seed", options.Seed, 0, MaxSeed, problems);
        if (options.Steps is { } steps) CheckRange("steps", steps, 1, 1000, problems);
        if (options.Guidance is { } guidance && !(guidance >= -1 && guidance <= 100))
            problems.Add(new("guidance", "-1 to 100", guidance.ToString(CultureInfo.InvariantCulture)));
        if (options.OctreeResolution is { } resolution) CheckRange("octreeResolution", resolution, 16, 1024, problems);
        CheckRange("faces", options.Faces, 100, 2_000_000, problems);
        CheckRange("textureSize", options.TextureSize, 256, 4096, problems);
        CheckOneOf("textureFormat", options.TextureFormat, TextureFormats, problems);
        if (options.TextureSteps is { } textureSteps) CheckRange("textureSteps", textureSteps, 1, 1000, problems);
    }

    private static void CheckMesh(GenerationOptions options, bool hasMesh, List<RequestProblem> problems)
    {
        if (hasMesh && !options.Texture) problems.Add(new("texture", "true for a request with a mesh, since texturing is all that is left to do", "false"));
        if (!hasMesh && options.KeepUvs) problems.Add(new("keepUvs", "false for a request without a mesh, since only a given mesh has UVs to keep", "true"));
    }

    private static void CheckModel(string field, string? model, List<RequestProblem> problems)
    {
        if (model is not null && !IsName(model, "._-/"))
            problems.Add(new(field, "1 to 64 characters of A-Z a-z 0-9 . _ - /", Shorten(model)));
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

        CheckFile("image", pictures.Front, "picture", required: true, problems);
        CheckFile("left", pictures.Left, "picture", required: false, problems);
        CheckFile("back", pictures.Back, "picture", required: false, problems);
        CheckFile("right", pictures.Right, "picture", required: false, problems);
    }

    private static void CheckFile(string field, ArtifactRef? file, string kind, bool required, List<RequestProblem> problems)
    {
        if (file is null)
        {
            if (required) problems.Add(new(field, $"a stored {kind}", "nothing"));
            return;
        }

        if (!file.IsWellFormed)
            problems.Add(new(field, "a SHA-256 of 64 lower-case hex digits", Shorten(file.Sha256)));
        else if (file.Length < 1)
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
