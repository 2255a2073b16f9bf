using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Webhooks;

namespace Hunyuan3D.Hosting.Requests;

/// <summary>Every field of a generation request other than its pictures, with the bounds that <see cref="GenerationOptions"/> states.</summary>
internal static class RequestFields
{
    /// <summary>What <see cref="GenerationSchedule.OffPeak"/> is called in requests and answers.</summary>
    public const string OffPeak = "off_peak";

    /// <summary>What decides the result.</summary>
    public static IReadOnlyList<RequestField> Options { get; } =
    [
        Choice("engine", "What makes the model.", "relief", GenerationRequestValidator.Engines, (o, v) => o with { Engine = v }),
        Model("model", "Model variant, for example v2-mini-turbo.", (o, v) => o with { Model = v }),
        new("texture", FieldKind.Boolean, "Whether the model gets a texture.", Into((o, v) => o with { Texture = (bool)v })) { Default = true },
        Whole("seed", "Start of the noise. Equal requests give equal models.", 0, GenerationRequestValidator.MaxSeed, (o, v) => o with { Seed = v }, 0L),
        Whole("steps", "Diffusion steps of the shape stage.", 1, 1000, (o, v) => o with { Steps = (int)v }),
        new("guidance", FieldKind.Real, "Classifier-free guidance of the shape stage; below 0 turns it off.", Into((o, v) => o with { Guidance = (double)v }))
        {
            Minimum = -1,
            Maximum = 100,
        },
        Whole("octreeResolution", "Cells along an axis of the decoded volume.", 16, 1024, (o, v) => o with { OctreeResolution = (int)v }),
        Whole("faces", "The most faces the mesh may have.", 100, 2_000_000, (o, v) => o with { Faces = (int)v }, 40_000L),
        Whole("textureSize", "Texture width and height in texels.", 256, 4096, (o, v) => o with { TextureSize = (int)v }, 2048L),
        Choice("textureFormat", "How the texture is encoded inside the GLB.", "png", GenerationRequestValidator.TextureFormats, (o, v) => o with { TextureFormat = v }),
        Model("textureModel", "Model variant of the texture stage, for example paint-v2-0-turbo.", (o, v) => o with { TextureModel = v }),
        Whole("textureSteps", "Diffusion steps of the texture stage; turbo models always take their 10.", 1, 1000, (o, v) => o with { TextureSteps = (int)v }),
        new("keepUvs", FieldKind.Boolean, "Whether a given mesh keeps its own UVs and all its faces.", Into((o, v) => o with { KeepUvs = (bool)v })) { Default = false },
    ];

    /// <summary>How the job is run.</summary>
    public static IReadOnlyList<RequestField> Submission { get; } =
    [
        new("user", FieldKind.Text, "Whose job it is.", (s, v) => s with { User = (string)v })
        {
            Pattern = "[A-Za-z0-9._@-]{1,64}",
            PatternMeaning = "1 to 64 characters of A-Z a-z 0-9 . _ - @",
            Default = "anonymous",
        },
        new("priority", FieldKind.Text, "Who goes first; numbers stand for the names: 0 to 2 batch, 3 to 6 standard, 7 to 9 interactive.", (s, v) => s with { Priority = PriorityOf((string)v) })
        {
            Choices = ["interactive", "standard", "batch", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
            Default = "standard",
        },
        new("deadline", FieldKind.Text, "A job that has not started by then fails and never runs.", (s, v) => s with { Deadline = DeadlineOf((string)v) })
        {
            Accepts = text => StartDeadline.TryParse(text, out _),
            PatternMeaning = "a time with its offset such as 2026-03-01T18:00:00Z, or a span such as 90s, 15m, 2h, 1d or PT1H30M",
            ValueName = "time|span",
        },
        new("schedule", FieldKind.Text, "When the job may start: at once, or in the off-peak hours or on an idle cluster.", (s, v) => s with { Schedule = (string)v == OffPeak ? GenerationSchedule.OffPeak : GenerationSchedule.Now })
        {
            Choices = ["now", OffPeak],
            Default = "now",
        },
        new("useCache", FieldKind.Boolean, "False: run even if an equal request's result is known.", (s, v) => s with { UseCache = (bool)v })
        {
            Default = true,
        },
    ];

    /// <summary>Where the job's end is told; over HTTP only, since a command line waits for its job itself.</summary>
    public static RequestField Callback { get; } = new(CallbackUrl.Field, FieldKind.Text, "Gets a signed POST when the job has ended: https, a public host.", (s, v) => s with { CallbackUrl = new Uri((string)v) })
    {
        Accepts = CallbackUrl.IsWellFormed,
        PatternMeaning = CallbackUrl.Expected,
    };

    public static IReadOnlyList<RequestField> All { get; } = [.. Options, .. Submission];

    /// <summary>All that HTTP takes.</summary>
    public static IReadOnlyList<RequestField> Http { get; } = [.. All, Callback];

    private static GenerationPriority PriorityOf(string text) => text switch
    {
        "0" or "1" or "2" => GenerationPriority.Batch,
        "3" or "4" or "5" or "6" => GenerationPriority.Standard,
        "7" or "8" or "9" => GenerationPriority.Interactive,
        _ => Enum.Parse<GenerationPriority>(text, ignoreCase: true),
    };

    private static StartDeadline DeadlineOf(string text) =>
        StartDeadline.TryParse(text, out var deadline) ? deadline : throw new ArgumentException($"'{text}' is no deadline.", nameof(text));

    private static RequestField Model(string name, string meaning, Func<GenerationOptions, string, GenerationOptions> set) =>
        new(name, FieldKind.Text, meaning, Into((o, v) => set(o, (string)v)))
        {
            Pattern = "[A-Za-z0-9._/-]{1,64}",
            PatternMeaning = "1 to 64 characters of A-Z a-z 0-9 . _ - /",
        };

    private static RequestField Choice(
        string name, string meaning, string standard, IReadOnlyList<string> choices, Func<GenerationOptions, string, GenerationOptions> set) =>
        new(name, FieldKind.Text, meaning, Into((o, v) => set(o, (string)v))) { Choices = choices, Default = standard };

    private static RequestField Whole(
        string name, string meaning, long minimum, long maximum, Func<GenerationOptions, long, GenerationOptions> set, object? standard = null) =>
        new(name, FieldKind.Whole, meaning, Into((o, v) => set(o, (long)v))) { Minimum = minimum, Maximum = maximum, Default = standard };

    private static Func<GenerationSubmission, object, GenerationSubmission> Into(Func<GenerationOptions, object, GenerationOptions> set) =>
        (submission, value) => submission with { Options = set(submission.Options, value) };
}
