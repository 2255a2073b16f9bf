namespace Hunyuan3D.Grains.Interfaces.Gpu;

/// <summary>A silo's answer to work it is given.</summary>
public enum StageStart
{
    /// <summary>The stage runs (also when it already did, for the same lease).</summary>
    Started = 0,

    /// <summary>The slot runs another lease.</summary>
    SlotBusy = 1,

    /// <summary>The silo stops and takes no more work.</summary>
    Draining = 2,

    /// <summary>The silo has no such slot, or its slot does not serve the stage.</summary>
    NoSuchSlot = 3,
}
