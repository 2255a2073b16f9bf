using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>The waiting tickets of one demand: a lane for each priority.</summary>
internal sealed class DemandLanes
{
    private readonly PriorityLane[] _lanes;

    public DemandLanes(FairShare shares)
        => _lanes = [.. Enum.GetValues<GenerationPriority>().Select(_ => new PriorityLane(shares))];

    public int Count => _lanes.Sum(lane => lane.Count);

    public PriorityLane this[GenerationPriority priority] => _lanes[(int)priority];

    /// <summary>The next ticket of the highest lane that has one, or null.</summary>
    public WaitingTicket? Next()
    {
        for (var lane = _lanes.Length - 1; lane >= 0; lane--)
        {
            if (_lanes[lane].Count > 0) return _lanes[lane].Next();
        }

        return null;
    }

    /// <summary>The longest waiting ticket of the lanes below <paramref name="priority"/>, or null.</summary>
    public WaitingTicket? OldestBelow(GenerationPriority priority)
    {
        WaitingTicket? oldest = null;
        for (var lane = 0; lane < (int)priority; lane++)
        {
            var candidate = _lanes[lane].Count > 0 ? _lanes[lane].Oldest() : null;
            if (candidate is not null && (oldest is null || candidate.CompareTo(oldest) < 0)) oldest = candidate;
        }

        return oldest;
    }

    /// <summary>Tickets of a priority or a higher one.</summary>
    public int CountFrom(GenerationPriority priority)
    {
        var count = 0;
        for (var lane = (int)priority; lane < _lanes.Length; lane++) count += _lanes[lane].Count;
        return count;
    }
}
