using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Which web pages may use the server. Section <c>Hunyuan3D:Http</c>.</summary>
internal sealed class HttpAccessOptions : IValidatableObject
{
    public const string Section = "Hunyuan3D:Http";

    /// <summary>Origins of other sites whose pages may call the API with a key of theirs, such as <c>https://studio.example.com</c>; default none.</summary>
    public IReadOnlyList<string> CorsOrigins { get; set; } = [];

    /// <summary>
    /// Names under which a server without keys answers beside this machine's own (<c>localhost</c>, <c>127.0.0.1</c>, <c>[::1]</c>), for example behind a proxy of the same machine; default none.
    /// A server with keys answers under every name.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => CorsOrigins
        .Where(origin => !Uri.TryCreate(origin, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.GetLeftPart(UriPartial.Authority) != origin)
        .Select(origin => new ValidationResult($"{Section}:CorsOrigins has '{origin}', which is no origin such as https://studio.example.com."));
}
