namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>How a request says where its body ends.</summary>
internal enum FuzzFraming
{
    Right = 0,

    /// <summary>The length is larger than the body.</summary>
    TooLong = 1,

    /// <summary>The length is smaller: the rest of the body stands where the next request would.</summary>
    TooShort = 2,

    /// <summary>No length at all.</summary>
    None = 3,

    /// <summary>The length is no number, or no sensible one.</summary>
    Nonsense = 4,

    /// <summary>Two different lengths.</summary>
    Twice = 5,

    Chunked = 6,

    /// <summary>A chunk says that it is longer than it is.</summary>
    BrokenChunks = 7,

    /// <summary>Chunks and a length.</summary>
    Both = 8,
}
