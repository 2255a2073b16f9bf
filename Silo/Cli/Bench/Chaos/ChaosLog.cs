using System.Globalization;
using System.Text.RegularExpressions;

namespace Hunyuan3D.Hosting.Cli.Bench.Chaos;

/// <summary>What the servers' logs tell of leases and results. The patterns are the messages of <c>GenerationGrain</c>, <c>GpuWorker</c> and <c>ProgressRelay</c>.</summary>
internal sealed partial class ChaosLog
{
    private readonly Dictionary<string, LeaseStory> _leases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _ended = new(StringComparer.Ordinal);

    private ChaosLog()
    {
    }

    public IReadOnlyCollection<LeaseStory> Leases => _leases.Values;

    /// <summary>How often a job was told to have ended with a result of its own, by id.</summary>
    public IReadOnlyDictionary<string, int> Ended => _ended;

    /// <param name="logs">Of each process, its silo's port and its lines, which begin with the time of day, UTC.</param>
    public static ChaosLog Read(IEnumerable<(int SiloPort, IReadOnlyList<string> Lines)> logs)
    {
        var log = new ChaosLog();
        foreach (var (port, lines) in logs)
        {
            foreach (var line in lines)
            {
                if (line.Length > TimeLength && TimeSpan.TryParse(line.AsSpan(0, TimeLength), CultureInfo.InvariantCulture, out var at)) log.Take(line, at, port);
            }
        }

        return log;
    }

    private static int TimeLength => "HH:mm:ss.fff".Length;

    private void Take(string line, TimeSpan at, int port)
    {
        if (Step().Match(line) is { Success: true } step)
        {
            Lease(step).Steps.Add(at);
        }
        else if (Begins().Match(line) is { Success: true } begins)
        {
            var lease = Lease(begins);
            (lease.Job, lease.Stage, lease.SiloPort, lease.Begun) = (begins.Groups["job"].Value, begins.Groups["stage"].Value, port, at);
        }
        else if (Ends().Match(line) is { Success: true } ends)
        {
            Lease(ends).Stopped = at;
        }
        else if (Took().Match(line) is { Success: true } took)
        {
            var lease = Lease(took);
            lease.Taken++;
            lease.Over ??= at;
        }
        else if (Lost().Match(line) is { Success: true } lost)
        {
            Lease(lost).Over ??= at;
        }
        else if (Completed().Match(line) is { Success: true } completed)
        {
            var job = completed.Groups["job"].Value;
            _ended[job] = _ended.GetValueOrDefault(job) + 1;
        }
    }

    private LeaseStory Lease(Match match)
    {
        var id = match.Groups["lease"].Value;
        if (!_leases.TryGetValue(id, out var lease)) _leases.Add(id, lease = new LeaseStory());
        return lease;
    }

    [GeneratedRegex(@"Lease (?<lease>[0-9a-f-]{36}): .+ \d+ of \d+\.")]
    private static partial Regex Step();

    [GeneratedRegex(@"Lease (?<lease>[0-9a-f-]{36}) begins the (?<stage>\w+) stage of job (?<job>[^ ]+)\.$")]
    private static partial Regex Begins();

    [GeneratedRegex(@"Lease (?<lease>[0-9a-f-]{36}) ends: \w+\.")]
    private static partial Regex Ends();

    [GeneratedRegex(@"Job [^ ]+ took the result of its \w+ stage from lease (?<lease>[0-9a-f-]{36})\.")]
    private static partial Regex Took();

    [GeneratedRegex(@"Job [^ ]+ lost its lease (?<lease>[0-9a-f-]{36}) on silo")]
    private static partial Regex Lost();

    [GeneratedRegex(@"Job (?<job>[^ ]+) ended Completed after .* \(from cache: False\)")]
    private static partial Regex Completed();
}
