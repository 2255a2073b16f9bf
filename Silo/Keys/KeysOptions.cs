using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Hosting.Keys;

/// <summary>Keys beside those of the data folder, and sessions. Section <c>Hunyuan3D:Keys</c>.</summary>
internal sealed class KeysOptions : IValidatableObject
{
    public const string Section = "Hunyuan3D:Keys";

    /// <summary>User of the administrator's key that is configured here.</summary>
    public const string AdminUser = "admin";

    /// <summary>An administrator's key: 32 to 256 printable characters, for example <c>h3d_</c> and <c>openssl rand -hex 32</c>. Null (default): none.</summary>
    public string? Admin { get; set; }

    /// <summary>A file with such a key, for example a mounted secret; looked at again when it changes. Null (default): none.</summary>
    public string? AdminFile { get; set; }

    /// <summary>How long a browser stays signed in. 1 min to 30 days; default 12 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromHours(12);

    /// <summary>True: session cookies are for https only although this server itself speaks http, behind a proxy that ends TLS. Default false: as the request came.</summary>
    public bool SecureCookie { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        // The value itself stays out of the message.
        if (Admin is not null && !KeyText.IsPlausible(Admin))
            yield return new ValidationResult($"{Section}:Admin is no key: {Admin.Length} characters. Give 32 to 256 printable ones without spaces, for example h3d_ followed by what 'openssl rand -hex 32' prints.");
        if (AdminFile is not null && !File.Exists(AdminFile))
            yield return new ValidationResult($"{Section}:AdminFile names {AdminFile}, which does not exist. Mount the secret there, or leave the setting out.");
    }
}
