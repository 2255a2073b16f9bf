namespace Hunyuan3D.Grains.Interfaces.Scheduling;

/// <summary>Whether a new job may wait.</summary>
public enum QueueVerdict
{
    /// <summary>Its ticket is in the queue.</summary>
    Admitted = 0,

    /// <summary>As many jobs of its user wait as may.</summary>
    UserFull = 1,

    /// <summary>As many jobs wait as may.</summary>
    Full = 2,

    /// <summary>The queue started a moment ago and does not know yet whether there is room.</summary>
    Rebuilding = 3,
}
