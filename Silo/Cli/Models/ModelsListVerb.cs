using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary><c>hunyuan3d models list</c>: what is installed.</summary>
internal sealed class ModelsListVerb : Command
{
    private const int ShownRevision = 12;

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object." };
    private readonly ModelsFolderOption _models = new();

    public ModelsListVerb()
        : base("list", "Lists installed models, downloads and what interrupted imports left.")
    {
        Add(_json);
        Add(_models);
        SetAction((parsed, _) => RunAsync(_models.Open(parsed), parsed.GetValue(_json), parsed.InvocationConfiguration.Output));
    }

    private static async Task<int> RunAsync(ModelStore store, bool json, TextWriter output)
    {
        var contents = store.Inspect();
        if (json)
            await output.WriteLineAsync(JsonSerializer.Serialize(ModelListing.From(store.Root, contents), CliJson.Default.ModelListing));
        else
            await WriteAsync(store, contents, output);
        return ExitCode.Success;
    }

    private static async Task WriteAsync(ModelStore store, ModelStoreContents contents, TextWriter output)
    {
        if (contents.Models.Count == 0)
            await output.WriteLineAsync($"No models in {store.Root}. Install one with: hunyuan3d models pull v2-mini-turbo");
        var table = new TextTable("name", "kind", "target", "size", "revision", "imported", "source");
        foreach (var model in contents.Models)
        {
            var manifest = model.Manifest;
            table.Add(
                model.Name, manifest.Kind.ToString().ToLowerInvariant(), manifest.Target.ToString(), ByteSize.Show(manifest.Bytes), manifest.Revision[..ShownRevision],
                manifest.ImportedAt.ToUniversalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), manifest.Source);
        }

        await table.WriteAsync(output);
        await FoldersAsync("Downloads", contents.Downloads, output);
        await FoldersAsync("Left by imports that run or were interrupted; the next import of the same model clears them", contents.Leftovers, output);
        foreach (var broken in contents.Broken)
            await output.WriteLineAsync($"Broken: {broken.Reason}");
    }

    private static async Task FoldersAsync(string title, IReadOnlyList<StoreFolder> folders, TextWriter output)
    {
        if (folders.Count == 0)
            return;
        await output.WriteLineAsync($"{title}:");
        foreach (var folder in folders)
            await output.WriteLineAsync($"  {folder.Name}  {ByteSize.Show(folder.Bytes)}");
    }
}
