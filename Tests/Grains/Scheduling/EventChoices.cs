namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>
/// The decisions of one event of a random history, all drawn from the event's own number (SplitMix64; Steele, Lea and Flood, 2014). So events can be left out of a history and the
/// others still decide the same, which is what makes a failing history short.
/// </summary>
internal sealed class EventChoices
{
    private ulong _state;

    public void Begin(int number) => _state = (ulong)number * 0x9E3779B97F4A7C15;

    /// <summary>0 to <paramref name="below"/> - 1.</summary>
    public int Next(int below) => (int)(Draw() % (ulong)below);

    /// <summary>0 to 1.</summary>
    public double NextDouble() => (Draw() >> 11) * (1.0 / (1UL << 53));

    private ulong Draw()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
