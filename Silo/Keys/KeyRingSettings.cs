namespace Hunyuan3D.Hosting.Keys;

/// <summary>Where a server's keys are, and whether it may do without.</summary>
/// <param name="Folder">Null: there are none but configured ones.</param>
/// <param name="IsPublic">Others than this machine reach the server.</param>
/// <param name="Insecure">True: nobody needs a key although <paramref name="IsPublic"/>, while there is none.</param>
internal sealed record KeyRingSettings(string? Folder, bool IsPublic = false, bool Insecure = false);
