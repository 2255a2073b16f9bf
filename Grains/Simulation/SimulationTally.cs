using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Simulation;

/// <summary>Counts what happens in a simulated cluster.</summary>
internal sealed class SimulationTally(SimulationOptions options, SimulatedUsers users)
{
    private const double SecondsPerHour = 3600;

    private readonly double[] _asked = new double[options.Users];
    private readonly double[] _given = new double[options.Users];
    private readonly double[] _waited = new double[options.Users];
    private readonly int[] _ended = new int[options.Users];
    private readonly List<float>[] _waits = [.. Enum.GetValues<GenerationPriority>().Select(_ => new List<float>())];
    private readonly long[] _stages = new long[Enum.GetValues<GenerationPriority>().Length];
    private readonly long[] _onSpot = new long[Enum.GetValues<GenerationPriority>().Length];
    private double _busySeconds;
    private double _lastArrival;

    public void Asked(in SimulatedJob job)
    {
        _asked[job.User] += options.ShapeSeconds + options.TextureSeconds;
        _lastArrival = job.Submitted;
    }

    /// <param name="counts">Whether jobs still arrive: what is given after that is no competition any more.</param>
    public void Started(in SimulatedJob job, double seconds, bool spot, bool counts)
    {
        var priority = (int)users.PriorityOf(job.User);
        _stages[priority]++;
        if (spot) _onSpot[priority]++;
        if (!counts) return;
        _given[job.User] += job.Textured ? options.TextureSeconds : options.ShapeSeconds;
        _busySeconds += seconds;
    }

    public void Ended(in SimulatedJob job)
    {
        _waits[(int)users.PriorityOf(job.User)].Add((float)job.Waited);
        _waited[job.User] += job.Waited;
        _ended[job.User]++;
    }

    public SimulationReport Report(double end, int longestQueue, QueueCost queue, double wallSeconds)
    {
        var spot = Math.Floor(options.Silos * options.SpotShare);
        var cost = (spot * options.SpotPrice + (options.Silos - spot) * options.OnDemandPrice) * end / SecondsPerHour;
        return new SimulationReport
        {
            Options = options,
            Waits = [.. Enum.GetValues<GenerationPriority>().Reverse().Where(priority => _waits[(int)priority].Count > 0).Select(Waits)],
            Hours = end / SecondsPerHour,
            Utilisation = Math.Min(1, _busySeconds / (options.Silos * _lastArrival)),
            LongestQueue = longestQueue,
            Cost = cost,
            CostPerJob = cost / options.Jobs,
            BatchOnSpot = OnSpot(GenerationPriority.Batch),
            InteractiveOnSpot = OnSpot(GenerationPriority.Interactive),
            Queue = queue,
            WallSeconds = wallSeconds,
        };
    }

    private double OnSpot(GenerationPriority priority) => _stages[(int)priority] == 0 ? 0 : _onSpot[(int)priority] / (double)_stages[(int)priority];

    private WaitReport Waits(GenerationPriority priority)
    {
        var waits = _waits[(int)priority].ToArray();
        Array.Sort(waits);
        int[] members = [.. Enumerable.Range(0, options.Users).Where(user => users.PriorityOf(user) == priority)];
        double[] means = [.. members.Where(user => _ended[user] > 0).Select(user => _waited[user] / _ended[user])];
        return new WaitReport(
            priority,
            members.Length,
            waits.Length,
            waits.Average(wait => (double)wait),
            At(0.5),
            At(0.95),
            At(0.99),
            waits[^1],
            JainIndex.Of([.. members.Select(user => _given[user])], [.. members.Select(user => _asked[user])]),
            means.Min(),
            means.Max());

        double At(double share) => waits[Math.Min((int)(share * waits.Length), waits.Length - 1)];
    }
}
