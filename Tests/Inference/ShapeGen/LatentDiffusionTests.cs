using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.Tensors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ShapeGen;

public sealed class LatentDiffusionTests
{
    private const int Steps = 10;
    private const string Identity = "this run";

    private readonly KeptCheckpoints _checkpoints = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Progress _progress = new();

    [Fact]
    public void Run_Undisturbed_SavesAfterThePeriodAndAtTheEnd()
    {
        var diffusion = New(period: TimeSpan.FromSeconds(3));

        diffusion.Run(Move, _progress);

        // A second each: after the third, the sixth, the ninth, and the last step.
        Assert.Equal([3, 6, 9, 10], _checkpoints.States.Select(StepsOf));
        Assert.Equal(Enumerable.Range(0, Steps + 1).Select(step => step / (double)Steps), _progress.Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public void Run_CancelledInAStep_SavesWhatIsDoneAndGoesOnToTheSameBytes(int at)
    {
        var whole = New(new KeptCheckpoints()).Run(Move, _progress).Values;

        Assert.Throws<OperationCanceledException>(() => New().Run(CancelAt(at), _progress));

        // Nothing is saved of nothing done.
        Assert.Equal(at == 0 ? [] : [at], _checkpoints.States.Select(StepsOf));
        _checkpoints.Latest = at == 0 ? null : _checkpoints.States[^1];
        var steps = new List<int>();
        var continued = New();
        Assert.Equal(at, continued.StepsDone);
        var latents = continued.Run(
            (step, latents) =>
            {
                steps.Add(step);
                Move(step, latents);
            },
            _progress);
        Assert.Equal(Enumerable.Range(at, Steps - at), steps);
        Assert.Equal(whole, latents.Values);
    }

    [Fact]
    public void New_StateOfTheLastStep_HasNothingLeftToDo()
    {
        var whole = New().Run(Move, _progress).Values;
        _checkpoints.Latest = _checkpoints.States[^1];

        var finished = New();

        Assert.True(finished.IsDone);
        Assert.Equal(whole, finished.Run((_, _) => throw new InvalidOperationException("No step is left."), _progress).Values);
    }

    [Theory]
    [InlineData("another run")]
    [InlineData("truncated")]
    [InlineData("other steps")]
    [InlineData("other size")]
    [InlineData("other format")]
    [InlineData("empty")]
    public void New_StateThatIsNotOfThisRun_StartsAtTheBeginning(string what)
    {
        Assert.Throws<OperationCanceledException>(() => New().Run(CancelAt(4), _progress));
        var state = _checkpoints.States[^1];
        if (what == "other format")
            state[0]++;
        _checkpoints.Latest = what switch { "truncated" => state.AsMemory(0, state.Length - 1), "empty" => ReadOnlyMemory<byte>.Empty, _ => (ReadOnlyMemory<byte>)state };

        var diffusion = new LatentDiffusion(
            what == "other steps" ? 3 : Steps, Noise(what == "other size" ? 6 : 5), what == "another run" ? what : Identity, _checkpoints, TimeSpan.MaxValue, _time);

        Assert.Equal(0, diffusion.StepsDone);
        Assert.Equal(Noise(diffusion.Latents.Values.Length).Values, diffusion.Latents.Values);
    }

    private LatentDiffusion New(KeptCheckpoints? checkpoints = null, TimeSpan? period = null) =>
        new(Steps, Noise(5), Identity, checkpoints ?? _checkpoints, period ?? TimeSpan.MaxValue, _time);

    private Action<int, TensorData> CancelAt(int at) => (step, latents) =>
    {
        if (step == at)
            throw new OperationCanceledException();
        Move(step, latents);
    };

    private void Move(int step, TensorData latents)
    {
        for (var i = 0; i < latents.Values.Length; i++)
            latents.Values[i] = latents.Values[i] * 0.9f + MathF.Sin(step + i);
        _time.Advance(TimeSpan.FromSeconds(1));
    }

    private static TensorData Noise(int count) => new([.. Enumerable.Range(0, count).Select(i => i / 3f)], 1, count, 1);

    private static int StepsOf(byte[] state) => BitConverter.ToInt32(state, 36);

    private sealed class Progress : IProgress<double>
    {
        public List<double> Values { get; } = [];

        public void Report(double value) => Values.Add(value);
    }
}
