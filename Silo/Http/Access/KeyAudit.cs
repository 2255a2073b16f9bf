using Hunyuan3D.Hosting.Keys;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Who made and revoked keys over HTTP.</summary>
internal sealed partial class KeyAudit(ILogger<KeyAudit> log)
{
    public void Made(ApiKey key, Caller by) => LogMade(key.Id, key.Role, key.User, by.Key?.Id ?? Caller.Anybody);

    public void Revoked(ApiKey key, Caller by) => LogRevoked(key.Id, key.User, by.Key?.Id ?? Caller.Anybody);

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} ({Role}) of {User} was made by key {By}.")]
    private partial void LogMade(string keyId, KeyRole role, string user, string by);

    [LoggerMessage(Level = LogLevel.Information, Message = "Key {KeyId} of {User} was revoked by key {By}.")]
    private partial void LogRevoked(string keyId, string user, string by);
}
