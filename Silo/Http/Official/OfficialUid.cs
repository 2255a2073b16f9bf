namespace Hunyuan3D.Hosting.Http.Official;

/// <summary>The official server names jobs with UUIDs in their dashed form, and clients may parse them; our ids are the same digits without dashes.</summary>
internal static class OfficialUid
{
    public static string Of(string id) => Guid.TryParseExact(id, "N", out var guid) ? guid.ToString("D") : id;

    public static string ToId(string uid) => Guid.TryParseExact(uid, "D", out var guid) ? guid.ToString("N") : uid;
}
