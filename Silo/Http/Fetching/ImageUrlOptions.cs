using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Hunyuan3D.Hosting.Http.Fetching;

/// <summary>What the server fetches for a request with <c>image_url</c>. Section <c>Hunyuan3D:ImageUrl</c>.</summary>
public sealed class ImageUrlOptions : IValidatableObject
{
    public const string Section = "Hunyuan3D:ImageUrl";

    /// <summary>Whether <c>http</c> may be fetched too; default <c>https</c> only.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Networks that may be fetched from although they are not public, such as <c>10.20.0.0/16</c>; default none.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>The most redirects that are followed. 0 to 10; default 3.</summary>
    [Range(0, 10)]
    public int MaxRedirects { get; set; } = 3;

    /// <summary>The largest file, in bytes. 1 to 64 MiB; default 32 MiB.</summary>
    [Range(1, 64 * 1024 * 1024)]
    public int MaxBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How long a fetch may take with all its redirects. 1 s to 5 min; default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The most fetches at a time. 1 to 1000; default 32.</summary>
    [Range(1, 1000)]
    public int MaxConcurrent { get; set; } = 32;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => AllowedNetworks
        .Where(network => !IPNetwork.TryParse(network, out _))
        .Select(network => new ValidationResult($"{Section}:AllowedNetworks has '{network}', which is no network such as 10.20.0.0/16."));
}
