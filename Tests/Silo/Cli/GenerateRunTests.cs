using System.Text.Json;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Cli;
using Hunyuan3D.Tests.Silo.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli;

public sealed class GenerateRunTests : IDisposable
{
    private static readonly byte[] Model = [1, 2, 3, 4, 5];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeClient _client = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Run_CompletedJob_WritesTheFilesAndOneLine()
    {
        var run = RunAsync(Request() with { Preview = OutputFile.Check("--preview", _folder.File("views.png")) });
        _client.Complete("job1", Model);

        Assert.Equal(ExitCode.Success, await run.WaitAsync(Limit));
        Assert.Equal(Model, await File.ReadAllBytesAsync(_folder.File("robot.glb")));
        Assert.True(File.Exists(_folder.File("views.png")));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
        var line = Assert.Single(_output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("20 faces, 12 vertices, closed, manifold, texture 2048", line, StringComparison.Ordinal);
        Assert.Contains("(shape 1.2, texture 2.0), relief, seed 0", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Json_PrintsTheDocumentedMembersInOrder()
    {
        var run = RunAsync(Request() with { Json = true });
        _time.Advance(TimeSpan.FromSeconds(3.5));
        _client.Complete("job1", Model);
        await run.WaitAsync(Limit);

        var summary = JsonSerializer.Deserialize<JsonElement>(_output.ToString());

        Assert.Equal(
            "id engine shapeEngine model modelRevision decoder textureModel seed vertices faces closed manifold textureSize file bytes seconds maskSource preview",
            string.Join(' ', summary.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(JsonValueKind.Null, summary.GetProperty("model").ValueKind);
        Assert.Equal(Model.Length, summary.GetProperty("bytes").GetInt64());
        Assert.Equal(3.5, summary.GetProperty("seconds").GetProperty("total").GetDouble());
        Assert.Equal(1.25, summary.GetProperty("seconds").GetProperty("shape").GetDouble());
    }

    [Theory]
    [InlineData(GenerationFailureCode.InvalidInput, ExitCode.BadInput)]
    [InlineData(GenerationFailureCode.ModelNotAvailable, ExitCode.BadInput)]
    [InlineData(GenerationFailureCode.Defect, ExitCode.Failure)]
    [InlineData(GenerationFailureCode.SiloLost, ExitCode.Failure)]
    public async Task Run_FailedJob_EndsWithItsReason(GenerationFailureCode code, int expected)
    {
        var run = RunAsync(Request());
        _client["job1"].Change(s => s with
        {
            Status = GenerationStatusCode.Failed,
            Failure = new GenerationFailure(code, GenerationStage.Shape, "It did not work.", false),
        });

        Assert.Equal(expected, await run.WaitAsync(Limit));
        Assert.Contains("hunyuan3d: It did not work.", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Run_CancelledJob_IsAFailure()
    {
        var run = RunAsync(Request());
        await _client.CancelAsync("job1");

        Assert.Equal(ExitCode.Failure, await run.WaitAsync(Limit));
        Assert.Contains("hunyuan3d: cancelled", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ExistingFile_IsReplaced()
    {
        await File.WriteAllBytesAsync(_folder.File("robot.glb"), new byte[100]);
        var run = RunAsync(Request());
        _client.Complete("job1", Model);
        await run.WaitAsync(Limit);

        Assert.Equal(Model, await File.ReadAllBytesAsync(_folder.File("robot.glb")));
    }

    [Fact]
    public async Task Check_ExistingFile_StaysAsItIs()
    {
        await File.WriteAllBytesAsync(_folder.File("robot.glb"), Model);

        Request();

        Assert.Equal(Model, await File.ReadAllBytesAsync(_folder.File("robot.glb")));
    }

    private Task<int> RunAsync(GenerateRequest request) =>
        new GenerateRun(_client, new PlainProgress(_error, _time), _output, _error, _time).RunAsync(request, CancellationToken.None);

    private GenerateRequest Request() =>
        new(new PictureFiles(Pictures.Png(1)), new GenerationSubmission(), ModelFormat.Glb, OutputFile.Check("--output", _folder.File("robot.glb")));
}
