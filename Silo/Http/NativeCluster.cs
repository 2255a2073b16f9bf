using System.ComponentModel;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Hosting.Http;

/// <summary>The cluster as operators see it.</summary>
internal sealed record NativeCluster
{
    [Description("Stages that wait for a device.")]
    public required int Waiting { get; init; }

    [Description("Silos with devices that report to the queue.")]
    public required IReadOnlyList<Silo> Silos { get; init; }

    public required Autoscaling Autoscaler { get; init; }

    public required ResultCache Cache { get; init; }

    public static NativeCluster From(ClusterStatus status) => new()
    {
        Waiting = status.Queue.Waiting,
        Silos = [.. status.Queue.Silos.Select(Silo.From)],
        Autoscaler = Autoscaling.From(status.Autoscaler),
        Cache = ResultCache.From(status.Cache),
    };

    /// <summary>A silo with devices. Loads are shares from 0 to 1.</summary>
    internal sealed record Silo(string Address, int Slots, int Busy, bool Draining, bool Spot, long Granted, double DeviceLoad, double ProcessorLoad)
    {
        public static Silo From(SiloSnapshot silo) =>
            new(silo.Silo, silo.Slots, silo.Busy, silo.Draining, silo.Spot, silo.Granted, Math.Round(silo.GpuLoad, 3), Math.Round(silo.CpuLoad, 3));
    }

    /// <summary>What the autoscaler sees, did and recommends.</summary>
    internal sealed record Autoscaling(
        [property: Description("off, dry-run, local or kubernetes.")] string Target,
        int Min,
        int Max,
        IReadOnlyList<ScaledSilo> Silos,
        [property: Description("Newest first, at most 50.")] IReadOnlyList<Decision> Decisions,
        [property: Description("Why it does or does not do something now.")] string Reason,
        [property: Description("What more silos will not mend.")] string? Recommendation,
        [property: Description("What keeps it from its work.")] string? Problem)
    {
        public static Autoscaling From(AutoscalerStatus status) => new(
            status.Target,
            status.Min,
            status.Max,
            [.. status.Silos.Select(silo => new ScaledSilo(silo.Id, silo.Spot, Word(silo.State), silo.Busy, silo.Since))],
            [.. status.Decisions.Select(item => new Decision(item.At, Word(item.Action), item.OnDemand, item.Spot, item.Silo, item.Reason, item.Problem))],
            status.Reason,
            status.Recommendation,
            status.Problem);

        private static string Word<T>(T value)
            where T : struct, Enum
            => value.ToString().ToLowerInvariant();
    }

    /// <summary>Results and meshes kept for equal requests, and what came of that since the time told.</summary>
    internal sealed record ResultCache(
        [property: Description("False: turned off.")] bool Enabled,
        [property: Description("Meshes and results that are kept.")] int Entries,
        int MaxEntries,
        [property: Description("Size of the files that they hold.")] long Bytes,
        long MaxBytes,
        double MaxAgeSeconds,
        [property: Description("The result was known.")] long Hits,
        [property: Description("The mesh was known: only the texture was made.")] long PartialHits,
        [property: Description("An equal job ran, and its result was waited for.")] long Joins,
        [property: Description("A job with the same shape ran, and its mesh was waited for.")] long ShapeJoins,
        long Misses,
        long EvictedByAge,
        long EvictedBySize,
        DateTimeOffset Since)
    {
        public static ResultCache From(CacheStatus status) => new(
            status.Enabled,
            status.Entries,
            status.MaxEntries,
            status.Bytes,
            status.MaxBytes,
            status.MaxAge.TotalSeconds,
            status.Answers.Hits,
            status.Answers.PartialHits,
            status.Answers.Joins,
            status.Answers.ShapeJoins,
            status.Answers.Misses,
            status.EvictedByAge,
            status.EvictedBySize,
            status.Since);
    }

    /// <summary>A silo that the autoscaler looks after: starting, running or stopping.</summary>
    internal sealed record ScaledSilo(string Id, bool Spot, string State, int Busy, DateTimeOffset Since);

    /// <summary>Silos added (out) or taken away (in).</summary>
    internal sealed record Decision(
        DateTimeOffset At,
        string Action,
        int OnDemand,
        int Spot,
        string? Silo,
        string Reason,
        [property: Description("Why it was not carried out; null: it was.")] string? Problem);
}
