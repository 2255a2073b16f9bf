namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>The caller may not do this, or not now.</summary>
/// <param name="status">401, 403 or 429.</param>
/// <param name="code">For programs, for example <c>forbidden</c>.</param>
internal sealed class AccessDeniedException(int status, string code, string message) : Exception(message)
{
    public const string Unauthorized = "unauthorized";
    public const string Forbidden = "forbidden";
    public const string RateLimited = "rateLimited";
    public const string QuotaExceeded = "quotaExceeded";

    public int Status => status;

    public string Code => code;

    /// <summary>The field at fault; null: none is.</summary>
    public string? Field { get; init; }

    /// <summary>With 429: when to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static AccessDeniedException Unknown(string message) => new(StatusCodes.Status401Unauthorized, Unauthorized, message);

    public static AccessDeniedException NotAllowed(string message, string? field = null) => new(StatusCodes.Status403Forbidden, Forbidden, message) { Field = field };
}
