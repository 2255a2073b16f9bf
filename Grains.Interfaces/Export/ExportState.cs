namespace Hunyuan3D.Grains.Interfaces.Export;

/// <summary>How far an export is.</summary>
public enum ExportState
{
    /// <summary>The file is there.</summary>
    Done = 0,

    /// <summary>Still being made; ask again.</summary>
    Pending = 1,

    /// <summary>The model's bytes are no longer stored.</summary>
    ModelLost = 2,

    /// <summary>The export failed; the message says why.</summary>
    Failed = 3,
}
