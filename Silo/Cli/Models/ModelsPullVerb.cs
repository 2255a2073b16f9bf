using System.CommandLine;
using System.Text.Json;
using Hunyuan3D.Inference.Hub;
using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary><c>hunyuan3d models pull</c>: fetches a published model and imports it.</summary>
internal sealed class ModelsPullVerb : Command
{
    public const string AcceptOption = "--accept-license";

    private readonly PullSourceOptions _source = new();
    private readonly TargetOptions _target = new();
    private readonly ModelsFolderOption _models = new();
    private readonly Option<bool> _accept = new(AcceptOption) { Description = "Accept the model's licence. Without this its terms are shown, and nothing is fetched unless they are accepted at the terminal." };
    private readonly Option<bool> _keep = new("--keep-download") { Description = "Keep the checkpoint after the import." };
    private readonly Option<bool> _noImport = new("--no-import") { Description = "Fetch only." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as one JSON object." };

    public ModelsPullVerb()
        : base("pull", "Fetches a published model from the Hugging Face hub and imports it. Interrupted, the same command continues. HF_ENDPOINT, HF_TOKEN and HTTPS_PROXY are respected.")
    {
        _source.AddTo(this);
        Add(_accept);
        _target.AddTo(this);
        Add(_models);
        Add(_keep);
        Add(_noImport);
        Add(_json);
        SetAction((parsed, _) => RunAsync(parsed, TimeProvider.System));
    }

    private async Task<int> RunAsync(ParseResult parsed, TimeProvider time)
    {
        var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var source = _source.Read(parsed);
        var options = new PullOptions(_target.Read(parsed)) { Import = !parsed.GetValue(_noImport), KeepDownload = parsed.GetValue(_keep) };
        var hub = HubOptions.FromEnvironment(Environment.GetEnvironmentVariable);
        LicenceAcceptance? acceptance = null;
        if (source.Published is { } published)
        {
            acceptance = await LicenceTerms.AcceptAsync(published, parsed.GetValue(_accept), Console.IsInputRedirected ? null : Console.In, error, time);
            if (acceptance is null)
                return ExitCode.BadInput;
        }

        var store = _models.Open(parsed);
        using var signals = new TerminationSignals();
        using var client = new HubClient(hub, time);
        var start = time.GetTimestamp();
        var result = await WorkDisplay.For(error).ShowAsync(shown => source.PullAsync(new ModelPuller(client, store, time), store, acceptance, options with
        {
            Transfers = new TransferWork(shown, time),
            Importing = new ImportWork(shown),
        }, signals.Token));
        var pulled = PulledModel.From(result, time.GetElapsedTime(start));
        await output.WriteLineAsync(parsed.GetValue(_json) ? JsonSerializer.Serialize(pulled, CliJson.Default.PulledModel) : pulled.ToString());
        return ExitCode.Success;
    }

    private sealed class ImportWork(IProgress<WorkProgress> shown) : IProgress<ModelImportProgress>
    {
        public void Report(ModelImportProgress value) => shown.Report(new WorkProgress(value.Step, value.Bytes, value.TotalBytes));
    }
}
