using System.CommandLine;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary><c>hunyuan3d models remove</c>: takes a model out of the store.</summary>
internal sealed class ModelsRemoveVerb : Command
{
    private readonly Argument<string> _name = new("name") { Description = "Which model." };
    private readonly TargetOptions _target = new();
    private readonly Option<bool> _downloads = new("--downloads") { Description = "Also remove what was downloaded for it." };
    private readonly ModelsFolderOption _models = new();

    public ModelsRemoveVerb()
        : base("remove", "Removes an installed model: for all targets, or for those of --target and --precision.")
    {
        Add(_name);
        _target.AddTo(this);
        Add(_downloads);
        Add(_models);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        var name = ModelNameText.Check("name", parsed.GetRequiredValue(_name))!;
        var (store, meant) = (_models.Open(parsed), _target.ReadFilter(parsed));
        var downloads = parsed.GetValue(_downloads);
        if (downloads && ModelCatalog.Find(name) is null)
            throw new InputProblemException(new InputProblem(_downloads.Name, $"{_downloads.Name}: '{name}' is not one of the published models, so nothing was downloaded for it."));
        var output = parsed.InvocationConfiguration.Output;
        using var signals = new TerminationSignals();
        var removed = 0;
        foreach (var target in store.Targets(name).Where(target => meant(target)))
        {
            if (!await Task.Run(() => store.Remove(name, target, signals.Token)))
                continue;
            removed++;
            await output.WriteLineAsync($"Removed {name} ({target})");
        }

        if (downloads && store.RemoveDownloads(name) is > 0 and var bytes)
        {
            removed++;
            await output.WriteLineAsync($"Removed downloads of {name}, {ByteSize.Show(bytes)}");
        }

        return removed > 0 ? ExitCode.Success : throw ModelNameText.NotInstalled(store, name, downloads ? "model or download" : "model");
    }
}
