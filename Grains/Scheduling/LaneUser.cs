namespace Hunyuan3D.Grains.Scheduling;

/// <summary>A user in <see cref="PriorityLane"/>: tickets, and when it is the user's turn on the lane's clock.</summary>
internal sealed class LaneUser
{
    public TicketQueue Tickets { get; } = new();

    public required UserShare Share { get; set; }

    /// <summary>When it is the user's turn, if nothing was given to it elsewhere since <see cref="SetTurn"/>.</summary>
    public double Key { get; set; }

    /// <summary>The entry of the lane's order that counts; others of the user are old.</summary>
    public long Entry { get; set; }

    /// <summary>Where it stands in the lane's list of users with tickets; -1: nowhere.</summary>
    public int Place { get; set; } = -1;

    /// <summary>When it is the user's turn, whatever it was given elsewhere.</summary>
    private double Latest { get; set; }

    private double Offset { get; set; }

    /// <summary>When it is the user's turn: what it is given anywhere puts that off, up to a limit.</summary>
    public double Turn => Math.Min(Share.Given + Offset, Latest);

    /// <summary>When it would be the user's turn without the limit.</summary>
    public double Due => Share.Given + Offset;

    /// <param name="tag">On the lane's clock.</param>
    /// <param name="patience">By how many turns what it is given elsewhere may put it off.</param>
    public void SetTurn(double tag, double patience) => (Key, Offset, Latest) = (tag, tag - Share.Given, tag + patience * Share.Step);
}
