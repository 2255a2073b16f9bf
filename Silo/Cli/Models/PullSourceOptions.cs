using System.CommandLine;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Inference.Hub;
using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>The argument and options that say what to pull.</summary>
internal sealed class PullSourceOptions
{
    private readonly Argument<string> _model = new("model") { Description = "A model's name (v2-mini-turbo, paint-v2-0-turbo, u2net, ...) or a repository of the hub (tencent/Hunyuan3D-2mini) with --variant." };
    private readonly Option<string?> _variant = new("--variant") { HelpName = "name", Description = "Which model of the repository." };
    private readonly Option<string?> _revision = new("--revision") { HelpName = "branch|tag|commit", Description = "Of the repository [default: main]. It is resolved to a commit once." };
    private readonly Option<string?> _url = new("--url") { HelpName = "address", Description = "For matting: where the .onnx file is [default for the known names: the rembg project's release]." };
    private readonly Option<string?> _file = new("--file") { HelpName = "path", Description = "For matting: an .onnx file on this disk." };
    private readonly Option<string?> _sha256 = new("--sha256") { HelpName = "hex", Description = "What the .onnx file must have [default for the known names: that of the release]." };

    public void AddTo(Command command)
    {
        command.Add(_model);
        command.Add(_variant);
        command.Add(_revision);
        command.Add(_url);
        command.Add(_file);
        command.Add(_sha256);
    }

    /// <exception cref="InputProblemException">It says nothing that can be pulled.</exception>
    public PullSource Read(ParseResult parsed)
    {
        var model = parsed.GetRequiredValue(_model);
        var network = MattingCatalog.Find(model);
        if (network is not null || parsed.GetValue(_url) is not null || parsed.GetValue(_file) is not null)
            return ReadMatting(parsed, model, network);
        Refuse(parsed, _sha256, "only for matting models: the hub tells the hashes of all others");
        return new PullSource.Checkpoint(model.Contains('/') ? ReadRepository(parsed, model) : ReadName(parsed, model), parsed.GetValue(_revision) ?? "main");
    }

    private PullSource ReadMatting(ParseResult parsed, string model, MattingNetwork? network)
    {
        Refuse(parsed, _variant, "only for repositories of the hub");
        Refuse(parsed, _revision, "only for repositories of the hub");
        var name = ModelNameText.Check(_model.Name, model)!;
        if (network is null && ModelCatalog.Find(name) is not null)
            throw new InputProblemException(InputProblem.Value(_model.Name, "a name that no published model has", name));
        var hash = parsed.GetValue(_sha256) is { } text
            ? ContentHash.TryParse(HashKind.Sha256, text) ?? throw new InputProblemException(InputProblem.Value(_sha256.Name, "64 hexadecimal digits", text))
            : network is null ? null : new ContentHash(HashKind.Sha256, network.Sha256);
        if (parsed.GetValue(_file) is { } path)
        {
            Refuse(parsed, _url, "left out where a file is given");
            return File.Exists(path)
                ? new PullSource.LocalFile(name, Path.GetFullPath(path), hash)
                : throw new InputProblemException(InputProblem.Value(_file.Name, "a file that exists", path));
        }

        var address = parsed.GetValue(_url) is not { } url ? network!.Address
            : Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri
            : throw new InputProblemException(InputProblem.Value(_url.Name, "an address that begins with https:// or http://", url));
        return new PullSource.Address(name, address, hash);
    }

    private KnownModel ReadName(ParseResult parsed, string name)
    {
        Refuse(parsed, _variant, "left out where a model's name is given");
        return Published.FirstOrDefault(known => known.Name == name) ?? throw new InputProblemException(InputProblem.Value(
            _model.Name, $"owner/repository, or one of {string.Join(", ", Published.Select(known => known.Name).Concat(MattingCatalog.Networks.Select(known => known.Name)))}", name));
    }

    private KnownModel ReadRepository(ParseResult parsed, string repository)
    {
        var own = Published.Where(known => known.Repository.Equals(repository, StringComparison.OrdinalIgnoreCase)).ToList();
        var candidates = own.Count > 0 ? own : [.. Published];
        var names = string.Join(", ", candidates.Select(known => known.Name));
        if (parsed.GetValue(_variant) is not { } variant)
            throw new InputProblemException(new InputProblem(_variant.Name, $"{repository} holds several models. Name one with {_variant.Name}: {names}.", names));
        var known = candidates.FirstOrDefault(known => known.Name == variant) ?? throw new InputProblemException(InputProblem.Value(_variant.Name, $"one of {names}", variant));
        // A copy of a repository holds the VAE for FlashVDM where the original does.
        return own.Count > 0 ? known : known with
        {
            Repository = repository,
            FlashVdmVaeRepository = known.FlashVdmVaeRepository == known.Repository ? repository : known.FlashVdmVaeRepository,
        };
    }

    private static IEnumerable<KnownModel> Published => ModelCatalog.Models.Where(known => known.Kind != ModelKind.Matting);

    private static void Refuse(ParseResult parsed, Option<string?> option, string expected)
    {
        if (parsed.GetValue(option) is { } value)
            throw new InputProblemException(InputProblem.Value(option.Name, expected, value));
    }
}
