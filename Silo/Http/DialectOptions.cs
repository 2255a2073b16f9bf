using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Hosting.Http;

/// <summary>What the dialects of other servers leave open. Section <c>Hunyuan3D:Dialects</c>.</summary>
public sealed class DialectOptions
{
    public const string Section = "Hunyuan3D:Dialects";

    /// <summary>
    /// The engine of every job that comes by one of these dialects, whose requests name none: <c>hunyuan3d</c> (default), <c>relief</c> or <c>simulated</c>. One that is not
    /// installed is refused; nothing runs in its place.
    /// </summary>
    [Required, RegularExpression("hunyuan3d|relief|simulated")]
    public string Engine { get; set; } = "hunyuan3d";

    /// <summary>Model variant of the shape stage, for example <c>v2-mini-turbo</c>. Null (default): the engine's default.</summary>
    public string? Model { get; set; }

    /// <summary>Model variant of the texture stage, for example <c>paint-v2-0-turbo</c>. Null (default): the engine's default.</summary>
    public string? TextureModel { get; set; }

    /// <summary>How long <c>POST /generate</c> waits for its job before it answers 504; the job goes on. 1 s to 1 day; default 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SynchronousLimit { get; set; } = TimeSpan.FromMinutes(30);
}
