using System.Threading.Channels;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.ShapeGen.Simulated;
using Hunyuan3D.Inference.Simulation;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Simulated;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Simulation;

public sealed class SimulatedEngineTests
{
    private static readonly ViewPictures Pictures = new(new Picture(2, 2));

    [Fact]
    public async Task GenerateAsync_FourStepsOfOneSecond_EndsWhenFourSecondsPassed()
    {
        var time = new FakeTimeProvider();
        var engine = new SimulatedShapeEngine(new SimulatedStageOptions { ShapeSeconds = 8, TimeScale = 0.5, Steps = 4 }, time);
        var watch = new Recorder();

        var running = engine.GenerateAsync(new ShapeRequest(Pictures), watch.Context, CancellationToken.None);
        for (var second = 1; second <= 4; second++)
        {
            Assert.False(running.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(1));
            await watch.WaitForStepAsync(second);
        }

        var result = await running;
        Assert.Equal(20, result.Mesh.FaceCount);
        Assert.Equal(4, result.Seconds.Single().Value, precision: 6);
    }

    [Fact]
    public async Task GenerateAsync_WithCheckpoint_RunsOnlyTheStepsThatAreLeft()
    {
        var time = new FakeTimeProvider();
        var engine = new SimulatedTextureEngine(new SimulatedStageOptions { TextureSeconds = 5, Steps = 5 }, time);
        using var cancelled = new CancellationTokenSource();
        var first = new Recorder();
        var running = engine.GenerateAsync(new TextureRequest(Icosahedron.Create(1), Pictures), first.Context, cancelled.Token);
        time.Advance(TimeSpan.FromSeconds(1));
        await first.WaitForStepAsync(1);
        time.Advance(TimeSpan.FromSeconds(1));
        await first.WaitForStepAsync(2);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        var second = new Recorder { Latest = first.Latest };
        running = engine.GenerateAsync(new TextureRequest(Icosahedron.Create(1), Pictures), second.Context, CancellationToken.None);
        for (var step = 3; step <= 5; step++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await second.WaitForStepAsync(step);
        }

        await running;
        Assert.Equal([3, 4, 5], second.Steps);
    }

    [Fact]
    public void Icosahedron_IsClosedAndFacesOutwards()
    {
        var mesh = Icosahedron.Create(0.8f);
        var edges = new HashSet<(int, int)>();
        for (var i = 0; i < mesh.Indices.Length; i += 3)
        {
            var (a, b, c) = (mesh.Indices[i], mesh.Indices[i + 1], mesh.Indices[i + 2]);
            Assert.True(edges.Add((a, b)) && edges.Add((b, c)) && edges.Add((c, a)));
            var normal = System.Numerics.Vector3.Cross(mesh.Positions[b] - mesh.Positions[a], mesh.Positions[c] - mesh.Positions[a]);
            Assert.True(System.Numerics.Vector3.Dot(normal, mesh.Positions[a]) > 0);
        }

        Assert.All(edges, edge => Assert.Contains((edge.Item2, edge.Item1), edges));
        Assert.All(mesh.Positions, position => Assert.Equal(0.8f, position.Length(), 1e-5f));
    }

    private sealed class Recorder : IProgress<StageProgress>, IStageCheckpoints
    {
        private readonly Channel<int> _reported = Channel.CreateUnbounded<int>();

        public List<int> Steps { get; } = [];

        public ReadOnlyMemory<byte>? Latest { get; set; }

        public StageContext Context => new(this, this);

        public void Report(StageProgress value)
        {
            Steps.Add(value.Done);
            _reported.Writer.TryWrite(value.Done);
        }

        public void Save(ReadOnlyMemory<byte> state) => Latest = state;

        public async Task WaitForStepAsync(int step)
        {
            Assert.Equal(step, await _reported.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10)));
        }
    }
}
