using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Hunyuan3D.Grains.Webhooks;

/// <summary>
/// How callbacks are delivered. Section <c>Hunyuan3D:Webhooks</c>, the same on all silos with the role <c>control</c>, which deliver, and <c>gateway</c>, which check URLs when a job is submitted.
/// </summary>
public sealed class WebhookOptions : IValidatableObject
{
    public const string Section = "Hunyuan3D:Webhooks";

    /// <summary>Key of the signatures (HMAC-SHA256 over its UTF-8 bytes), at least 16 characters. Null (default): requests with a callback are refused.</summary>
    [MinLength(16)]
    public string? Secret { get; set; }

    /// <summary>While receivers change to a new <see cref="Secret"/>: the one before, with which messages are signed too. Null (default): there is none.</summary>
    [MinLength(16)]
    public string? PreviousSecret { get; set; }

    /// <summary>Whether <c>http</c> may be called too; default <c>https</c> only.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Networks that may be called although they are not public, such as <c>10.20.0.0/16</c>; default none.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>How long an attempt may take until the receiver's status is there. 1 s to 1 min; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The most attempts at a time of one silo. 1 to 1000; default 64.</summary>
    [Range(1, 1000)]
    public int MaxConcurrent { get; set; } = 64;

    /// <summary>Attempts before a delivery is given up. 1 to 20; default 8, which with the other defaults takes 23 hours.</summary>
    [Range(1, 20)]
    public int MaxAttempts { get; set; } = 8;

    /// <summary>Wait before the second attempt. 10 ms to 1 day; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "1.00:00:00")]
    public TimeSpan FirstDelay { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Each further wait is longer by this factor. 1 to 10; default 4.</summary>
    [Range(1.0, 10.0)]
    public double Factor { get; set; } = 4;

    /// <summary>The longest wait, and the longest <c>Retry-After</c> that is heeded. 10 ms to 7 days; default 1 day.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "7.00:00:00")]
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Waits are spread by this share up and down, so that deliveries that failed together do not come back together. 0 to 1; default 0.2.</summary>
    [Range(0.0, 1.0)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>Period of the durable reminder that takes a delivery up again whose silo was lost. 1 s to 1 day; default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => AllowedNetworks
        .Where(network => !IPNetwork.TryParse(network, out _))
        .Select(network => new ValidationResult($"{Section}:AllowedNetworks has '{network}', which is no network such as 10.20.0.0/16."));
}
