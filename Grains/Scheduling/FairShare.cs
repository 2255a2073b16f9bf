namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// What each user of one priority was given, in grants divided by the user's weight. Each lane orders its users by it with start-time fair queueing (Goyal, Vin and Cheng, 1996,
/// section 2); see <see cref="PriorityLane"/>. Priorities have shares of their own: what somebody was given as interactive does not count against its batch work.
/// </summary>
internal sealed class FairShare(IReadOnlyDictionary<string, double> weights)
{
    /// <summary>Users that are remembered before those who ask for nothing are forgotten.</summary>
    private const int Remembered = 10_000;

    private readonly Dictionary<string, UserShare> _users = new(StringComparer.Ordinal);
    private int _forgetAbove = Remembered;

    /// <summary>The latest clock of all lanes: where a lane begins to which somebody comes first.</summary>
    public double Latest { get; private set; }

    public UserShare Of(string user)
    {
        if (_users.TryGetValue(user, out var share)) return share;
        if (_users.Count >= _forgetAbove) Forget();
        share = new UserShare { Step = 1 / weights.GetValueOrDefault(user, 1) };
        _users.Add(user, share);
        return share;
    }

    /// <summary>Somebody was served whose turn it was at <paramref name="tag"/>.</summary>
    public void Serve(UserShare share, double tag)
    {
        Latest = Math.Max(Latest, tag);
        share.Given += share.Step;
        share.Next = tag + share.Step;
    }

    // Those who come back are treated as new, which costs nobody more than one turn.
    private void Forget()
    {
        foreach (var (user, share) in _users)
        {
            if (share.Tickets == 0) _users.Remove(user);
        }

        _forgetAbove = Math.Max(Remembered, 2 * _users.Count);
    }
}
