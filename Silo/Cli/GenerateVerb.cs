using System.CommandLine;
using System.Globalization;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Cli.Models;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Inference.MeshFiles;
using Spectre.Console;

namespace Hunyuan3D.Hosting.Cli;

/// <summary><c>hunyuan3d generate</c>: one picture in, one model file out.</summary>
internal sealed class GenerateVerb : Command
{
    private readonly Argument<string> _picture = new("picture") { Description = "The picture: PNG, JPEG, WebP, BMP or GIF." };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "file", Description = "Where the model goes [default: the picture's name with the format's extension, in this folder]." };
    private readonly Option<string?> _format = new("--format") { HelpName = "glb|obj|stl|ply", Description = "Format of the model; obj is a zip with material and texture, or three files if --output ends in .obj [default: by the extension of --output, or glb]." };
    private readonly Option<string?> _back = Side("back");
    private readonly Option<string?> _left = Side("left");
    private readonly Option<string?> _right = Side("right");
    private readonly Option<string?> _mesh = new("--mesh") { HelpName = "file", Description = $"Texture this mesh ({MeshFileReader.Formats}) instead of making one; it keeps its size and place." };
    private readonly Option<bool> _keepUvs = new("--keep-uvs") { Description = "Bake into the mesh's own UVs, and leave its faces as they are." };
    private readonly Option<bool> _noTexture = new("--no-texture") { Description = "Shape only." };
    private readonly Option<string?> _preview = new("--preview") { HelpName = "file.png", Description = "Also write a picture with eight rendered views." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as one JSON object." };
    private readonly RedisOption _redis = new("Run on the cluster of this Redis [default: a cluster inside this process].");
    private readonly ModelRunOptions _models = new();
    private readonly List<(RequestField Field, Option<string?> Option)> _fields = [];

    public GenerateVerb()
        : base("generate", "Makes a textured 3D model from a picture.")
    {
        Add(_picture);
        Add(_output);
        Add(_format);
        Add(_back);
        Add(_left);
        Add(_right);
        Add(_mesh);
        Add(_keepUvs);
        foreach (var field in RequestFields.All.Where(f => f.Kind != FieldKind.Boolean))
        {
            var option = new Option<string?>(field.OptionName) { HelpName = field.HelpName, Description = Describe(field) };
            _fields.Add((field, option));
            Add(option);
        }

        Add(_noTexture);
        Add(_preview);
        Add(_json);
        Add(_redis);
        _models.AddTo(this, idleUnload: false);
        SetAction(async (parsed, _) => await RunAsync(await ReadAsync(parsed), parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error));
    }

    private static async Task<int> RunAsync(GenerateRequest request, TextWriter output, TextWriter error)
    {
        using var signals = new TerminationSignals();
        await using var session = await ClusterSession.OpenAsync(request.Redis, request.Models, signals.Token);
        IProgressDisplay display = Console.IsErrorRedirected
            ? new PlainProgress(error, TimeProvider.System)
            : new LiveProgress(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }));
        return await new GenerateRun(session.Client, display, output, error, TimeProvider.System).RunAsync(request, signals.Token);
    }

    /// <summary>Checks and reads everything before any work starts.</summary>
    /// <exception cref="InputProblemException">Something cannot be used.</exception>
    private async Task<GenerateRequest> ReadAsync(ParseResult parsed)
    {
        var reader = new SubmissionReader();
        foreach (var (field, option) in _fields)
        {
            if (parsed.GetValue(option) is { } text)
                reader.Read(field, field.OptionName, text);
        }

        if (parsed.GetValue(_noTexture))
            reader.Read(RequestFields.Options.Single(f => f.Name == "texture"), _noTexture.Name, "false");
        if (parsed.GetValue(_keepUvs))
            reader.Read(RequestFields.Options.Single(f => f.Name == "keepUvs"), _keepUvs.Name, "true");
        var mesh = parsed.GetValue(_mesh);
        var submission = reader.Finish() with { Mesh = mesh is null ? default(ReadOnlyMemory<byte>?) : await InputFile.ReadAsync(_mesh.Name, mesh, "a mesh file") };
        await MeshDoor.CheckAsync(submission, Spell, mesh, CancellationToken.None);
        var picture = parsed.GetRequiredValue(_picture);
        var (output, format) = Target(parsed, picture);
        var preview = parsed.GetValue(_preview);
        if (preview is not null && !preview.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new InputProblemException(InputProblem.Value(_preview.Name, "a file name that ends in .png", preview));
        var pictures = new PictureFiles(await PictureFile.ReadAsync("picture", picture))
        {
            Back = await ReadSideAsync(parsed, _back),
            Left = await ReadSideAsync(parsed, _left),
            Right = await ReadSideAsync(parsed, _right),
        };
        var redis = _redis.Read(parsed);
        if (redis is not null)
            _models.RefuseWith(parsed, _redis.Name);
        if (ObjFiles.IsAsked(output))
            ObjFiles.Check(_output.Name, output);
        return new GenerateRequest(pictures, submission, format, OutputFile.Check(_output.Name, output))
        {
            Preview = preview is null ? null : OutputFile.Check(_preview.Name, preview),
            Json = parsed.GetValue(_json),
            Redis = redis,
            Models = _models.Read(parsed),
        };
    }

    private (string Path, ModelFormat Format) Target(ParseResult parsed, string picture)
    {
        var name = parsed.GetValue(_format);
        if (name is not null && !ModelFiles.Names.Contains(name))
            throw new InputProblemException(InputProblem.Value(_format.Name, $"one of {string.Join(", ", ModelFiles.Names)}", name));
        ModelFormat? asked = name is null ? null : Enum.Parse<ModelFormat>(name, ignoreCase: true);
        if (parsed.GetValue(_output) is not { } path)
            return (Path.GetFileNameWithoutExtension(picture) + ModelFiles.ExtensionOf(asked ?? ModelFormat.Glb), asked ?? ModelFormat.Glb);
        var byName = ModelFiles.FromExtension(path);
        if (asked is not null && byName is not null && asked != byName)
        {
            throw new InputProblemException(InputProblem.Value(
                _output.Name, $"a file name that ends in {ModelFiles.ExtensionOf(asked.Value)}, as {_format.Name} {name} asks", path));
        }

        return (path, asked ?? byName ?? throw new InputProblemException(InputProblem.Value(
            _output.Name, $"a file name that ends in {string.Join(", ", Enum.GetValues<ModelFormat>().Select(ModelFiles.ExtensionOf))}, or {_format.Name} beside it", path)));
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadSideAsync(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } path ? await PictureFile.ReadAsync(option.Name, path) : default(ReadOnlyMemory<byte>?);

    // The texture is switched off by an option of another name.
    private string Spell(string field) => field switch
    {
        FileFields.Mesh => _mesh.Name,
        "texture" => _noTexture.Name,
        _ => RequestFields.Options.FirstOrDefault(f => f.Name == field)?.OptionName ?? field,
    };

    private static Option<string?> Side(string side) =>
        new($"--{side}") { HelpName = "picture", Description = $"Picture of the {side} side." };

    private static string Describe(RequestField field)
    {
        var standard = field.Default is null ? RequestFields.Submission.Contains(field) ? "none" : "decided by the engine" : Convert.ToString(field.Default, CultureInfo.InvariantCulture);
        return $"{field.Meaning} {char.ToUpperInvariant(field.Expected[0])}{field.Expected[1..]} [default: {standard}].";
    }
}
