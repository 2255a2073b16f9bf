using System.Globalization;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>One line for every step, for logs and pipes.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider time) : IProgressDisplay, IProgress<GenerationStatus>
{
    private readonly long _start = time.GetTimestamp();
    private readonly Lock _writing = new();
    private string? _last;
    private double _fraction;

    public Task<T> ShowAsync<T>(Func<IProgress<GenerationStatus>, Task<T>> work) => work(this);

    public void Report(GenerationStatus value)
    {
        if (ProgressText.Of(value) is not { } text)
            return;
        lock (_writing)
        {
            // Between two stages nothing is told; what is done stays done.
            _fraction = Math.Max(_fraction, ProgressText.Fraction(value));
            if (text == _last)
                return;
            _last = text;
            var seconds = time.GetElapsedTime(_start).TotalSeconds;
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds,6:F1} s {_fraction * 100,4:F0} %  {text}"));
        }
    }
}
