using System.Text.Json;
using Hunyuan3D.Hosting.Cli;
using Hunyuan3D.Tests.Inference.ModelStores;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli.Models;

public sealed class ModelsVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ImportVerifyRemove_OneModel_EachSaysWhatItDid()
    {
        var (code, output, error) = await RunAsync("import", Checkpoints.Mini, "--precision", "int8");
        Assert.Equal(ExitCode.Success, code);
        Assert.Matches("^v2-mini \\(cpu-int8\\): [0-9.]+ kB in .*/v2-mini/cpu-int8, revision [0-9a-f]{12}, [0-9.]+ s\n$", output);
        Assert.Matches("denoiser, [0-9.]+ kB of [0-9.]+ kB\n", error);

        (_, output, _) = await RunAsync("import", Checkpoints.Mini, "--precision", "int8");
        Assert.StartsWith("v2-mini (cpu-int8) is already imported from this checkpoint; nothing was done.", output, StringComparison.Ordinal);

        (code, output, _) = await RunAsync("verify");
        Assert.Equal(ExitCode.Success, code);
        Assert.EndsWith("as imported\n", output, StringComparison.Ordinal);

        (code, output, _) = await RunAsync("remove", "v2-mini");
        Assert.Equal((ExitCode.Success, "Removed v2-mini (cpu-int8)\n"), (code, output));

        (code, _, error) = await RunAsync("remove", "v2-mini");
        Assert.Equal((ExitCode.BadInput, $"hunyuan3d: There is no model 'v2-mini' in {_folder.Path}, and no other.\n"), (code, error));
    }

    [Fact]
    public async Task Import_Json_IsOneObject()
    {
        var (_, output, _) = await RunAsync("import", Checkpoints.Mini, "--name", "chairs", "--json");

        var result = JsonDocument.Parse(output).RootElement;
        Assert.Equal(("chairs", "cpu", "fp32", false), (
            result.GetProperty("name").GetString(), result.GetProperty("target").GetString(), result.GetProperty("precision").GetString(), result.GetProperty("alreadyThere").GetBoolean()));
    }

    [Fact]
    public async Task Verify_DamagedFile_NamesItAndFails()
    {
        await RunAsync("import", Checkpoints.Mini);
        File.AppendAllText(Path.Combine(_folder.Path, "v2-mini", "cpu-fp32", "vae.onnx"), "x");

        var (code, output, error) = await RunAsync("verify", "v2-mini");

        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains($"hunyuan3d: {_folder.Path}/v2-mini/cpu-fp32/vae.onnx has ", error, StringComparison.Ordinal);
        Assert.Contains("files not as imported. Remove it with 'hunyuan3d models remove v2-mini' and import it again", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAndRemove_BrokenManifest_FailAndHeal()
    {
        File.WriteAllText(Path.Combine(StoredModels.Add(_folder.Path, "v2-mini", StoredModels.Cpu()), "model.json"), "{");

        var (code, _, error) = await RunAsync("verify");
        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains("is not a manifest", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Success, (await RunAsync("remove", "v2-mini")).Code);
    }

    [Theory]
    [InlineData("import nowhere", "There is no folder")]
    [InlineData("import . --precision fp16", "--precision must be fp32, int8, int4 for cpu, not fp16.")]
    [InlineData("import . --precision fp8", "--precision must be one of fp32, fp16, int8, int4, not fp8.")]
    [InlineData("import . --precision 2", "--precision must be one of fp32, fp16, int8, int4, not 2.")]
    [InlineData("import . --target tpu", "--target must be one of cpu, cuda, not tpu.")]
    [InlineData("import . --name ../up", "--name must be 1 to 64 of a-z")]
    [InlineData("verify v2-mini", "There is no model 'v2-mini'")]
    [InlineData("remove my-chairs --downloads", "'my-chairs' is not one of the published models")]
    [InlineData("remove", "hunyuan3d models remove --help")]
    [InlineData("lost", "'lost'")]
    public async Task Models_BadInput_EndsWithItsReason(string line, string reason)
    {
        var (code, output, error) = await RunAsync(line.Split(' '));

        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        string[] store = arguments is ["lost"] ? [] : ["--models", _folder.Path];
        var code = await RootVerb.RunAsync(["models", .. arguments, .. store], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
