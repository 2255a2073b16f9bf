using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>The waiting tickets of one demand: a lane for each priority.</summary>
/// <param name="shares">By priority.</param>
internal sealed class DemandLanes(FairShare[] shares)
{
    private readonly PriorityLane[] _lanes = [.. shares.Select(share => new PriorityLane(share))];

    public int Count
    {
        get
        {
            var count = 0;
            foreach (var lane in _lanes) count += lane.Count;
            return count;
        }
    }

    /// <summary>The highest priority that has tickets.</summary>
    public GenerationPriority Highest
    {
        get
        {
            var lane = _lanes.Length - 1;
            while (lane > 0 && _lanes[lane].Count == 0) lane--;
            return (GenerationPriority)lane;
        }
    }

    public PriorityLane this[GenerationPriority priority] => _lanes[(int)priority];

    /// <summary>Tickets of a priority or a higher one.</summary>
    public int CountFrom(GenerationPriority priority)
    {
        var count = 0;
        for (var lane = (int)priority; lane < _lanes.Length; lane++) count += _lanes[lane].Count;
        return count;
    }
}
