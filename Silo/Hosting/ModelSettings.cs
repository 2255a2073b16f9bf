namespace Hunyuan3D.Hosting;

/// <summary>What a command line says of models. What it does not say is as configured.</summary>
internal sealed record ModelSettings
{
    /// <summary>The model store; null: not said.</summary>
    public string? Folder { get; init; }

    /// <summary>How long weights stay in memory unused; null: not said.</summary>
    public TimeSpan? IdleUnload { get; init; }

    /// <summary>True: one large network in memory at a time; false: not said.</summary>
    public bool LowMemory { get; init; }
}
