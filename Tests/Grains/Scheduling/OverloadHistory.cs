using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Scheduling;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>
/// One random history of a lasting overload: interactive work never ends, so lower priorities live on what ageing gives them, and some users ask for many times as much as others.
/// Checked at every grant: fair share (<see cref="FairnessChecker"/>), whatever the priority; every priority with overdue tickets gets its part; and users who want the same thing all
/// the time are given the same, to within two grants.
/// </summary>
internal sealed class OverloadHistory
{
    private const int Users = 6;
    private static readonly string[] Lasting = ["always1", "always2"];
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly EventChoices _random = new();
    private readonly PriorityLanesOptions _options = new() { OverdueAfter = TimeSpan.FromSeconds(60), OverdueShare = 4 };
    private readonly PriorityLanes _lanes;
    private readonly FairnessChecker _fairness;
    private readonly Dictionary<string, StageTicket> _waiting = [];
    private readonly Dictionary<(GenerationPriority Priority, string User), int> _given = [];
    private readonly int[] _passed = new int[2];
    private double _now;
    private int _jobs;

    public OverloadHistory() => (_lanes, _fairness) = (new PriorityLanes(_options), new FairnessChecker(_options));

    public void Run(int[] events)
    {
        KeepWaiting();
        foreach (var number in events)
        {
            _random.Begin(number);
            _now += _random.NextDouble() * 4;
            if (_random.Next(3) == 0) Ask();
            else Take();
            KeepWaiting();
        }
    }

    private void KeepWaiting()
    {
        if (_waiting.Values.All(ticket => ticket.Priority != GenerationPriority.Interactive)) Add(GenerationPriority.Interactive, "interactive", GenerationStage.Shape);
        foreach (var user in Lasting)
        {
            foreach (var priority in (GenerationPriority[])[GenerationPriority.Batch, GenerationPriority.Standard])
            {
                if (_waiting.Values.All(ticket => (ticket.User, ticket.Priority) != (user, priority))) Add(priority, user, GenerationStage.Shape);
            }
        }
    }

    private void Ask()
    {
        // The n-th user asks for n times as much as the first.
        var user = _random.Next(Users * (Users + 1) / 2);
        var number = 1;
        while (user >= number) user -= number++;
        Add((GenerationPriority)_random.Next(2), $"user{number}", (GenerationStage)_random.Next(2));
    }

    private void Add(GenerationPriority priority, string user, GenerationStage stage)
    {
        var ticket = PriorityLanesTests.Ticket($"job{_jobs++}", priority, _now, user, stage);
        _waiting.Add(ticket.JobId, ticket);
        _fairness.Add(ticket);
        _lanes.Add(ticket);
    }

    private void Take()
    {
        var texturesToo = _random.Next(2) == 0;
        var now = Start.AddSeconds(_now);
        bool CanRun(StageDemand demand) => texturesToo || demand.Stage == GenerationStage.Shape;
        var overdue = _waiting.Values.Where(ticket => CanRun(ticket.Demand) && now - ticket.Submitted >= _options.OverdueAfter).Select(ticket => ticket.Priority).ToHashSet();
        Assert.True(_lanes.TryTake(CanRun, now, out var taken));
        _fairness.Serve(taken);
        _waiting.Remove(taken.JobId);
        _given[(taken.Priority, taken.User)] = _given.GetValueOrDefault((taken.Priority, taken.User)) + 1;
        Assert.True(taken.Priority == GenerationPriority.Interactive || overdue.Contains(taken.Priority));
        for (var priority = 0; priority < _passed.Length; priority++)
        {
            _passed[priority] = (int)taken.Priority == priority || !overdue.Contains((GenerationPriority)priority) ? 0 : _passed[priority] + 1;
            Assert.True(_passed[priority] <= 2 * _options.OverdueShare, $"overdue {(GenerationPriority)priority} work was passed over {_passed[priority]} times");
            Assert.InRange(Given(priority, Lasting[0]) - Given(priority, Lasting[1]), -2, 2);
        }
    }

    private int Given(int priority, string user) => _given.GetValueOrDefault(((GenerationPriority)priority, user));
}
