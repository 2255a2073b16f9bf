namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>What requests say of their caller to a server with keys.</summary>
/// <param name="Admin">An administrator's key.</param>
/// <param name="User">A user's key.</param>
internal sealed record FuzzCredentials(string Admin, string User)
{
    /// <summary>The headers of a request: mostly a right key, otherwise one that is not quite right, or none.</summary>
    public IReadOnlyList<(string Name, string Value)> Draw(Random random)
    {
        var key = random.Next(3) == 0 ? User : Admin;
        var cut = key[..random.Next(key.Length)];
        return random.Next(16) switch
        {
            < 6 => [("Authorization", $"Bearer {key}")],
            < 10 => [("X-Api-Key", key)],
            10 => [],
            11 => [("Authorization", $"Bearer {cut}")],
            12 => [("Authorization", $"{cut} {key}")],
            13 => [("X-Api-Key", cut + "\u00ff")],
            14 => [("Authorization", $"Bearer {User}"), ("X-Api-Key", Admin), ("Cookie", $"session={key}; {cut}")],
            _ => [("X-Api-Key", $"{key},{key}"), ("X-Api-Key", "")],
        };
    }
}
