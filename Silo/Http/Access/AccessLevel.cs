namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Who may call a route, on a server with keys. A route that says nothing is for administrators.</summary>
internal enum AccessLevel
{
    /// <summary>Everybody: probes, the sign-in page.</summary>
    Open = 0,

    /// <summary>Every key; a job in the path has to be of the key's user.</summary>
    User = 1,

    /// <summary>Keys of administrators.</summary>
    Admin = 2,
}
