using System.Text.Json;
using Hunyuan3D.Hosting.Cli;
using Hunyuan3D.Hosting.Cli.Models;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Tests.Inference.ModelStores;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli.Models;

public sealed class ModelsListVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task List_Table_ShowsModelsDownloadsLeftoversAndWhatIsBroken()
    {
        StoredModels.Add(_folder.Path, "v2-mini", StoredModels.Cpu(GraphPrecision.Int8));
        StoredModels.Add(_folder.Path, "a-much-longer-name", StoredModels.Cpu());
        Directory.CreateDirectory(Path.Combine(_folder.Path, "v2-0", "cpu-fp32"));
        Write("downloads/tencent/Hunyuan3D-2mini/abc/config.yaml", 1234);
        Write("v2-mini/.cpu-fp32.import-1/denoiser.weights", 5_000_000);

        var lines = (await RunAsync("list")).Split('\n');

        Assert.Equal("name                kind   target    size     revision      imported          source", lines[0]);
        Assert.Equal("a-much-longer-name  shape  cpu-fp32  3 bytes  aaaaaaaaaaaa  1970-01-01 00:00  test", lines[1]);
        Assert.Equal("v2-mini             shape  cpu-int8  3 bytes  aaaaaaaaaaaa  1970-01-01 00:00  test", lines[2]);
        Assert.Contains("  downloads/tencent/Hunyuan3D-2mini/abc  1.23 kB", lines);
        Assert.Contains("  .cpu-fp32.import-1  5.00 MB", lines.Select(line => line.Replace("v2-mini/", "", StringComparison.Ordinal)));
        Assert.Contains($"Broken: {_folder.Path}/v2-0/cpu-fp32 has no model.json. Remove it with: hunyuan3d models remove v2-0", lines);
    }

    [Fact]
    public async Task List_Json_IsOneObject()
    {
        StoredModels.Add(_folder.Path, "v2-mini", StoredModels.Cpu(GraphPrecision.Int8));
        Write("downloads/tencent/Hunyuan3D-2mini/abc/config.yaml", 12);

        var listing = JsonDocument.Parse(await RunAsync("list", "--json")).RootElement;

        var model = Assert.Single(listing.GetProperty("models").EnumerateArray());
        Assert.Equal(("v2-mini", "shape", "cpu", "int8", 3, new string('a', 64)), (
            model.GetProperty("name").GetString(), model.GetProperty("kind").GetString(), model.GetProperty("target").GetString(),
            model.GetProperty("precision").GetString(), model.GetProperty("bytes").GetInt32(), model.GetProperty("revision").GetString()));
        Assert.Equal(12, Assert.Single(listing.GetProperty("downloads").EnumerateArray()).GetProperty("bytes").GetInt32());
    }

    [Fact]
    public async Task List_EmptyStore_SaysHowToInstall() =>
        Assert.Equal($"No models in {_folder.Path}. Install one with: hunyuan3d models pull v2-mini-turbo\n", await RunAsync("list"));

    [Fact]
    public async Task Models_WithoutVerb_PrintsItsHelp()
    {
        using var output = new StringWriter();

        Assert.Equal(ExitCode.Success, await RootVerb.RunAsync(["models"], output, TextWriter.Null));
        Assert.Contains("list", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0 bytes")]
    [InlineData(999, "999 bytes")]
    [InlineData(1000, "1.00 kB")]
    [InlineData(9_994, "9.99 kB")]
    [InlineData(9_996, "10.0 kB")]
    [InlineData(99_960, "100 kB")]
    [InlineData(999_400, "999 kB")]
    [InlineData(999_600, "1.00 MB")]
    [InlineData(4_926_000_000, "4.93 GB")]
    [InlineData(long.MaxValue, "9223372 TB")]
    public void ByteSize_Show_HasThreeDigits(long bytes, string text) => Assert.Equal(text, ByteSize.Show(bytes));

    private void Write(string name, int bytes)
    {
        var path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, new byte[bytes]);
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(ExitCode.Success, await RootVerb.RunAsync(["models", .. arguments, "--models", _folder.Path], output, TextWriter.Null));
        return output.ToString();
    }
}
