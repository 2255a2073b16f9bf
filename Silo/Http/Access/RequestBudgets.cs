using System.Collections.Concurrent;
using Hunyuan3D.Hosting.Keys;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>
/// Requests a minute of each key: the generic cell rate algorithm (ITU-T I.371, annex A), a token bucket that is one number, the time at which the bucket would be full again, so it needs no timer
/// and waits exactly. A minute's requests may come at once. Every gateway counts its own.
/// </summary>
internal sealed class RequestBudgets(TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    /// <summary>Null: the request is paid for; else when there is one to have again.</summary>
    public TimeSpan? Take(ApiKey key)
    {
        if (key.Limits.RequestsPerMinute is not { } limit) return null;
        var bucket = _buckets.GetOrAdd(key.Id, _ => new Bucket());
        lock (bucket)
        {
            var now = time.GetUtcNow();
            var full = (bucket.Full > now ? bucket.Full : now) + Minute / limit;
            if (full - now > Minute) return full - now - Minute;
            bucket.Full = full;
            return null;
        }
    }

    private sealed class Bucket
    {
        public DateTimeOffset Full { get; set; }
    }
}
