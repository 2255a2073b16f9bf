using System.CommandLine;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary><c>hunyuan3d models verify</c>: whether installed models are as they were imported.</summary>
internal sealed class ModelsVerifyVerb : Command
{
    private readonly Argument<string?> _name = new("name") { Arity = ArgumentArity.ZeroOrOne, Description = "Which model [default: all]." };
    private readonly TargetOptions _target = new();
    private readonly ModelsFolderOption _models = new();

    public ModelsVerifyVerb()
        : base("verify", "Reads all files of installed models again and compares their SHA-256. Ends with code 1 if one is not as it was imported.")
    {
        Add(_name);
        _target.AddTo(this);
        Add(_models);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        var name = ModelNameText.Check("name", parsed.GetValue(_name));
        var (store, meant) = (_models.Open(parsed), _target.ReadFilter(parsed));
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var contents = store.Inspect();
        var models = contents.Models.Where(model => (name is null || model.Name == name) && meant(model.Manifest.Target)).ToList();
        var broken = contents.Broken.Where(model => (name is null || model.Name == name) && meant(model.Target)).ToList();
        if (name is not null && models.Count == 0 && broken.Count == 0)
            throw ModelNameText.NotInstalled(store, name, "model");
        using var signals = new TerminationSignals();
        var faults = broken.Count;
        foreach (var model in models)
        {
            var found = await WorkDisplay.For(error).RunAsync(progress => store.Verify(model, progress, signals.Token));
            faults += found.Count;
            foreach (var fault in found)
                await error.WriteLineAsync($"hunyuan3d: {fault.File} {fault.Problem}.");
            await output.WriteLineAsync(found.Count == 0
                ? $"{model}: {model.Manifest.Files.Count} files, {ByteSize.Show(model.Manifest.Bytes)}, as imported"
                : $"{model}: {found.Count} of {model.Manifest.Files.Count} files not as imported. Remove it with 'hunyuan3d models remove {model.Name}' and import it again");
        }

        foreach (var model in broken)
            await error.WriteLineAsync($"hunyuan3d: {model.Reason}");
        return faults == 0 ? ExitCode.Success : ExitCode.Failure;
    }
}
