namespace Hunyuan3D.Grains.Scheduling;

/// <summary>A user's account in <see cref="FairShare"/>.</summary>
internal sealed class UserShare
{
    /// <summary>What a grant counts: 1 / weight.</summary>
    public required double Step { get; init; }

    /// <summary>The sum of all grants' steps.</summary>
    public double Given { get; set; }

    /// <summary>When it is the user's turn again in a lane that does not know the user: on the clock of the lane where it was served last.</summary>
    public double Next { get; set; }

    /// <summary>Tickets that wait.</summary>
    public int Tickets { get; set; }

    /// <summary>Scratch of <see cref="PriorityLanes.AheadOf"/>: what the user has in the lanes that were looked at in the query of that number.</summary>
    public (long Query, int Tickets, double Turn, WaitingTicket? First) Seen { get; set; }
}
