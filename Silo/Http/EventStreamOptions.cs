using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Hosting.Http;

/// <summary>How many event streams a process holds open, and how long it waits for one. Section <c>Hunyuan3D:Events</c>.</summary>
public sealed class EventStreamOptions
{
    public const string Section = "Hunyuan3D:Events";

    /// <summary>Streams open at a time; more are answered 503 with <c>Retry-After</c>. 1 to 1,000,000; default 10,000. Each takes a connection and some 20 KB.</summary>
    [Range(1, 1_000_000)]
    public int MaxStreams { get; set; } = 10_000;

    /// <summary>A caller that takes nothing for so long, while there is something to tell, is cut off. 1 s to 10 min; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
