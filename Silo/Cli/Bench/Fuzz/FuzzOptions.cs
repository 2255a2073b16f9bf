namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>What <c>hunyuan3d bench fuzz</c> was asked for.</summary>
internal sealed record FuzzOptions
{
    public int Requests { get; init; } = 10_000;

    /// <summary>A request is made of the seed and its own number alone, so each can be repeated by itself.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Number of the first request.</summary>
    public int First { get; init; }

    /// <summary>Requests at a time.</summary>
    public int Workers { get; init; } = 32;

    /// <summary>The server has keys; requests come with an administrator's, a user's, a broken one or none.</summary>
    public bool Keys { get; init; }

    /// <summary>Prints each request before it is sent.</summary>
    public bool Show { get; init; }

    public bool Json { get; init; }
}
