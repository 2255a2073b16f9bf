namespace Hunyuan3D.Grains.Interfaces.Webhooks;

/// <summary>What can be the URL of a callback at all. Whether its host may be called is decided by the silo that delivers.</summary>
public static class CallbackUrl
{
    /// <summary>The name of the field in requests.</summary>
    public const string Field = "callback_url";

    /// <summary>Characters of a URL.</summary>
    public const int MaxLength = 2048;

    /// <summary>What <see cref="IsWellFormed"/> asks for, in words.</summary>
    public const string Expected = "an absolute http or https URL of at most 2048 characters without a user name";

    /// <summary>Whether a text is an absolute http or https URL without a user name, and not too long.</summary>
    public static bool IsWellFormed(string? text)
        => text is { Length: > 0 and <= MaxLength }
            && Uri.TryCreate(text, UriKind.Absolute, out var url)
            && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            && url.UserInfo.Length == 0;
}
