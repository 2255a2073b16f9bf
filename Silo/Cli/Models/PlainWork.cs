using System.Globalization;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>One line for every step and, in a long step, one for every ten seconds; for logs and pipes.</summary>
internal sealed class PlainWork(TextWriter writer, TimeProvider time) : IWorkDisplay, IProgress<WorkProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly long _start = time.GetTimestamp();
    private readonly Lock _writing = new();
    private string? _last;
    private TimeSpan _lastTime;

    public Task<T> ShowAsync<T>(Func<IProgress<WorkProgress>, Task<T>> work) => work(this);

    public void Report(WorkProgress value)
    {
        lock (_writing)
        {
            var now = time.GetElapsedTime(_start);
            if (value.Text == _last && now - _lastTime < Pause)
                return;
            (_last, _lastTime) = (value.Text, now);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now.TotalSeconds,6:F1} s {value.Fraction * 100,4:F0} %  {value.Line}"));
        }
    }
}
