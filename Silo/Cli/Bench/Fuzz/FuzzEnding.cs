namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>What the caller does with the connection.</summary>
internal enum FuzzEnding
{
    /// <summary>Sends everything and reads the answer.</summary>
    Read = 0,

    /// <summary>Sends a part and says that this was all.</summary>
    CutAndRead = 1,

    /// <summary>Sends a part and is gone.</summary>
    CutAndReset = 2,

    /// <summary>Sends everything and is gone.</summary>
    Reset = 3,
}
