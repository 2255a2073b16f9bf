namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>What a server made of mutated requests.</summary>
internal sealed record FuzzReport
{
    public required int Requests { get; init; }

    public required int Seed { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Answers by status; 0: the connection was closed without one, or its caller was gone first.</summary>
    public required IReadOnlyDictionary<int, int> Answers { get; init; }

    /// <summary>Jobs that came of them; all have ended.</summary>
    public required int Jobs { get; init; }

    /// <summary>Memory of the server before, after each tenth of the requests, and when it has come to rest.</summary>
    public required IReadOnlyList<FuzzReading> Memory { get; init; }

    /// <summary>Open file descriptors of the server before.</summary>
    public required int HandlesBefore { get; init; }

    public required int HandlesAfter { get; init; }

    /// <summary>Warnings in the server's log, and what its store had to say.</summary>
    public required int Warnings { get; init; }

    /// <summary>Some of them.</summary>
    public required IReadOnlyList<string> SomeWarnings { get; init; }

    /// <summary>What must not be.</summary>
    public required IReadOnlyList<string> Violations { get; init; }
}
