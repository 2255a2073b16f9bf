namespace Hunyuan3D.Inference.Hub;

/// <summary>Why something could not be fetched.</summary>
public enum HubFailure
{
    /// <summary>The hub cannot be reached, or keeps failing; what has arrived is kept and the next try continues from it.</summary>
    Unreachable,

    /// <summary>The hub asks to wait longer than is reasonable.</summary>
    RateLimited,

    /// <summary>There is no such repository, revision or file.</summary>
    NotFound,

    /// <summary>The repository is gated or private.</summary>
    AccessDenied,

    /// <summary>What arrived is not what the hub says it is; it was removed.</summary>
    WrongContent,

    /// <summary>An answer that the protocol does not know.</summary>
    Protocol,

    /// <summary>An address or repository name that cannot be used.</summary>
    BadAddress,

    /// <summary>The disk has too little room.</summary>
    NoSpace,
}
