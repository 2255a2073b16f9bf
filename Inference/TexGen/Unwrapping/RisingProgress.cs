namespace Hunyuan3D.Inference.TexGen.Unwrapping;

/// <summary>Passes progress on from several threads, one report at a time and never a smaller one after a larger one.</summary>
internal sealed class RisingProgress(IProgress<double>? target)
{
    private readonly Lock _lock = new();
    private double _last = -1;

    public void Report(double value)
    {
        if (target is null)
            return;
        lock (_lock)
        {
            if (value <= _last)
                return;
            _last = value;
            target.Report(value);
        }
    }
}
