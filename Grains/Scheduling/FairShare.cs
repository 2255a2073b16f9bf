namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// What each user was given, in grants divided by the user's weight. Start-time fair queueing (Goyal, Vin and Cheng, 1996, section 2): the user
/// with the least usage goes next, and one who was away starts at the usage of the user served last, so absence earns no credit.
/// </summary>
internal sealed class FairShare(IReadOnlyDictionary<string, double> weights)
{
    /// <summary>Users that are remembered before those who ask for nothing are forgotten.</summary>
    private const int Remembered = 10_000;

    private readonly Dictionary<string, double> _usage = new(StringComparer.Ordinal);
    private double _now;

    /// <summary>The user's usage; never below that of the user served last, for users who come back.</summary>
    public double Of(string user) => _usage.TryGetValue(user, out var usage) ? usage : _now;

    public double WeightOf(string user) => weights.GetValueOrDefault(user, 1);

    /// <summary>A user who had nothing waiting asks for something.</summary>
    public void Arrive(string user) => _usage[user] = Math.Max(Of(user), _now);

    /// <summary>A user was served.</summary>
    public void Charge(string user)
    {
        var usage = Of(user);
        _now = Math.Max(_now, usage);
        _usage[user] = usage + 1 / WeightOf(user);
        if (_usage.Count > Remembered) Forget();
    }

    // Usage at or below the present is what an unknown user has anyway.
    private void Forget()
    {
        foreach (var (user, usage) in _usage)
        {
            if (usage <= _now) _usage.Remove(user);
        }
    }
}
