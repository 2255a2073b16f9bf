using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>
/// What fair share promises, counted beside a queue: while a user waits in a lane, every other one is served there for as much as the user's own step and one of its own, and for one step of
/// the user more with each time the user is served in another lane of the priority, up to <see cref="PriorityLane.Patience"/>. So users that wait for the same get the same, and nobody starves.
/// </summary>
internal sealed class FairnessChecker(PriorityLanesOptions options)
{
    private const double Rounding = 1e-6;

    private readonly Dictionary<(GenerationPriority Priority, StageDemand Demand), Dictionary<string, Waiting>> _lanes = [];

    public void Add(StageTicket ticket)
    {
        var key = (ticket.Priority, ticket.Demand);
        if (!_lanes.TryGetValue(key, out var lane)) _lanes.Add(key, lane = []);
        if (!lane.TryGetValue(ticket.User, out var waiting)) lane.Add(ticket.User, waiting = new Waiting());
        waiting.Tickets++;
    }

    public void Remove(StageTicket ticket)
    {
        var lane = _lanes[(ticket.Priority, ticket.Demand)];
        if (--lane[ticket.User].Tickets == 0) lane.Remove(ticket.User);
    }

    public void Serve(StageTicket ticket)
    {
        var step = Step(ticket.User);
        foreach (var (user, waiting) in _lanes[(ticket.Priority, ticket.Demand)])
        {
            if (user == ticket.User) continue;
            var given = waiting.GivenTo[ticket.User] = waiting.GivenTo.GetValueOrDefault(ticket.User) + step;
            var limit = (1 + Math.Min(PriorityLane.Patience, waiting.Elsewhere)) * Step(user) + step;
            Assert.True(given <= limit + Rounding, $"{user} waits while {ticket.User} is given {given}; at most {limit} is fair");
        }

        foreach (var (key, lane) in _lanes)
        {
            if (key.Priority == ticket.Priority && key.Demand != ticket.Demand && lane.TryGetValue(ticket.User, out var elsewhere)) elsewhere.Elsewhere++;
        }

        var own = _lanes[(ticket.Priority, ticket.Demand)][ticket.User];
        own.GivenTo.Clear();
        own.Elsewhere = 0;
        Remove(ticket);
    }

    private double Step(string user) => 1 / options.UserWeights.GetValueOrDefault(user, 1);

    private sealed class Waiting
    {
        public int Tickets { get; set; }

        public int Elsewhere { get; set; }

        public Dictionary<string, double> GivenTo { get; } = [];
    }
}
