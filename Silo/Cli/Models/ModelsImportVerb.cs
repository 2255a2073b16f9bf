using System.CommandLine;
using System.Text.Json;
using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary><c>hunyuan3d models import</c>: a checkpoint on disk becomes a model that runs.</summary>
internal sealed class ModelsImportVerb : Command
{
    private readonly Argument<string> _folder = new("folder")
    {
        Description = "A checkpoint's folder (config.yaml and model*.safetensors or .ckpt; or unet/, vae/, scheduler/), a folder above exactly one, or an .onnx file for matting.",
    };

    private readonly Option<string?> _name = new("--name") { HelpName = "name", Description = "The model's name [default: as the folder says; hunyuan3d-dit-v2-mini is v2-mini]." };
    private readonly TargetOptions _target = new();
    private readonly ModelsFolderOption _models = new();
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as one JSON object." };

    public ModelsImportVerb()
        : base("import", "Imports a checkpoint that is on this disk.")
    {
        Add(_folder);
        Add(_name);
        _target.AddTo(this);
        Add(_models);
        Add(_json);
        SetAction((parsed, _) => RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        var request = new ModelImportRequest(parsed.GetRequiredValue(_folder), _target.Read(parsed)) { Name = ModelNameText.Check(_name.Name, parsed.GetValue(_name)) };
        var store = _models.Open(parsed);
        using var signals = new TerminationSignals();
        var start = TimeProvider.System.GetTimestamp();
        var result = await WorkDisplay.For(parsed.InvocationConfiguration.Error).RunAsync(progress => store.Import(request, progress, signals.Token));
        var imported = ImportedModel.From(result, TimeProvider.System.GetElapsedTime(start));
        await parsed.InvocationConfiguration.Output.WriteLineAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(imported, CliJson.Default.ImportedModel) : imported.ToString());
        return ExitCode.Success;
    }
}
