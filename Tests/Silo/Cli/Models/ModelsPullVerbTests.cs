using Hunyuan3D.Hosting.Cli;
using Hunyuan3D.Hosting.Cli.Models;
using Hunyuan3D.Inference.Hub;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Tests.Inference.Imaging.Matting;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli.Models;

public sealed class ModelsPullVerbTests : IDisposable
{
    private static readonly KnownModel Model = ModelCatalog.Find("v2-mini-turbo")!;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("no-such-model", "model must be owner/repository, or one of v2-0,")]
    [InlineData("v2-mini --variant v2-mini", "--variant must be left out")]
    [InlineData("tencent/Hunyuan3D-2mini", "Name one with --variant: v2-mini, v2-mini-fast, v2-mini-turbo.")]
    [InlineData("tencent/Hunyuan3D-2mini --variant v2-0", "--variant must be one of v2-mini, v2-mini-fast, v2-mini-turbo, not v2-0")]
    [InlineData("v2-mini --sha256 00", "--sha256 must be only for matting models")]
    [InlineData("u2net --sha256 00", "--sha256 must be 64 hexadecimal digits, not 00")]
    [InlineData("u2net --revision main", "--revision must be only for repositories")]
    [InlineData("own --url ftp://127.0.0.1/x.onnx", "--url must be an address that begins with https://")]
    [InlineData("own --file missing.onnx", "--file must be a file that exists, not missing.onnx")]
    [InlineData("own --file missing.onnx --url http://127.0.0.1/x", "--url must be left out")]
    [InlineData("v2-mini --url http://127.0.0.1/x", "model must be a name that no published model has, not v2-mini")]
    [InlineData("../x --url http://127.0.0.1/x", "model")]
    [InlineData("v2-mini --precision fp16", "--precision")]
    [InlineData("v2-mini --target tpu", "--target must be one of cpu, cuda, not tpu")]
    public async Task Pull_ArgumentsThatCannotBeUsed_AreRefusedBeforeAnythingIsFetched(string arguments, string reason)
    {
        var (code, _, error) = await RunAsync([.. arguments.Split(' '), "--accept-license"]);

        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pull_MattingFileOnDisk_InstallsItIfItsHashIsRight()
    {
        var file = SaliencyGraph.Write(_folder.File("own.onnx"), 48);
        var hash = await ContentHash.OfFileAsync(HashKind.Sha256, file, CancellationToken.None);

        var wrong = await RunAsync("own", "--file", file, "--sha256", new string('0', 64));
        Assert.Equal(ExitCode.BadInput, wrong.Code);
        Assert.Contains(hash.Hex, wrong.Error, StringComparison.Ordinal);

        var right = await RunAsync("own", "--file", file, "--sha256", hash.Hex);
        Assert.True(right.Code == ExitCode.Success, right.Error);
        Assert.Equal(ModelKind.Matting, Assert.Single(new ModelStore(_folder.Path).List()).Manifest.Kind);
    }

    [Fact]
    public async Task Accept_ByTheOption_SaysWhoAndWhen()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

        var acceptance = await LicenceTerms.AcceptAsync(Model, accepted: true, input: null, TextWriter.Null, time);

        Assert.Equal(new LicenceAcceptance(Model.Licence, LicenceTerms.AddressOf(Model), Environment.UserName, time.GetUtcNow(), "--accept-license"), acceptance);
    }

    [Theory]
    [InlineData("yes\n", true)]
    [InlineData("y\n", false)]
    [InlineData("\n", false)]
    [InlineData("", false)]
    public async Task Accept_AtTheTerminal_TakesYesForAnAnswer(string answer, bool accepted)
    {
        var shown = new StringWriter();

        var acceptance = await LicenceTerms.AcceptAsync(Model, accepted: false, new StringReader(answer), shown, TimeProvider.System);

        Assert.Equal(accepted, acceptance is not null);
        Assert.Contains("South Korea", shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Report_Download_ShowsRateAndWhatIsLeft()
    {
        var time = new FakeTimeProvider();
        var shown = new List<WorkProgress>();
        var work = new TransferWork(new Collector(shown), time);

        work.Report(new TransferProgress("a/model", 0, 100_000_000, TransferPhase.Downloading));
        time.Advance(TimeSpan.FromMilliseconds(50));
        work.Report(new TransferProgress("a/model", 1_000_000, 100_000_000, TransferPhase.Downloading));
        time.Advance(TimeSpan.FromMilliseconds(1950));
        work.Report(new TransferProgress("a/model", 20_000_000, 100_000_000, TransferPhase.Downloading));
        work.Report(new TransferProgress("a/model", 20_000_000, 100_000_000, TransferPhase.Downloading) { Notice = "Next try in 4 s." });
        work.Report(new TransferProgress("a/model", 100_000_000, 100_000_000, TransferPhase.Verifying));

        Assert.Equal(["fetching model", "fetching model", "Next try in 4 s.", "checking model"], shown.Select(progress => progress.Text));
        Assert.Equal("fetching model, 20.0 MB of 100 MB, 10.0 MB/s, 8 s left", shown[1].Line);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var code = await RootVerb.RunAsync(["models", "pull", .. arguments, "--models", _folder.Path], output, error);
        return (code, output.ToString(), error.ToString());
    }

    private sealed class Collector(List<WorkProgress> all) : IProgress<WorkProgress>
    {
        public void Report(WorkProgress value) => all.Add(value);
    }
}
