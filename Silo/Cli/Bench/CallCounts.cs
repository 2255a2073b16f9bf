namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>What servers did so far.</summary>
/// <param name="Grains">Calls of the product's grains, by interface and method.</param>
/// <param name="Messages">Messages to other silos, answers and those of the runtime itself included.</param>
/// <param name="Compiled">Methods compiled, anew and better ones included.</param>
internal sealed record CallCounts(IReadOnlyDictionary<string, long> Grains, long Messages, long Compiled)
{
    public static CallCounts None { get; } = new(new Dictionary<string, long>(), 0, 0);

    public CallCounts Plus(CallCounts other) => new(Join(Grains, other.Grains, (one, two) => one + two), Messages + other.Messages, Compiled + other.Compiled);

    public CallCounts Minus(CallCounts earlier) => new(Join(Grains, earlier.Grains, (one, two) => one - two), Messages - earlier.Messages, Compiled - earlier.Compiled);

    private static Dictionary<string, long> Join(IReadOnlyDictionary<string, long> left, IReadOnlyDictionary<string, long> right, Func<long, long, long> join)
        => left.Keys.Union(right.Keys).ToDictionary(key => key, key => join(left.GetValueOrDefault(key), right.GetValueOrDefault(key)));
}
