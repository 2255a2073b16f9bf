using System.Collections.Immutable;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Interfaces.Autoscaling;

namespace Hunyuan3D.Tests.Grains.Autoscaling;

/// <summary>One random history of a cluster under <see cref="ScalePolicy"/>: every number is an event, every decision is checked and then carried out.</summary>
internal sealed class ScalePolicyHistory
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly AutoscalingOptions _options;
    private readonly ScalePolicy _policy;
    private readonly List<ScaledSilo> _silos = [];
    private DateTimeOffset _now = Start;
    private DateTimeOffset? _lastOut;
    private DateTimeOffset? _lastIn;
    private int _waiting;
    private int _named;

    /// <param name="shape">Picks the options.</param>
    public ScalePolicyHistory(int shape)
    {
        var random = new Random(shape);
        var max = random.Next(1, 9);
        _options = new AutoscalingOptions
        {
            Min = random.Next(0, Math.Min(max, 4) + 1),
            Max = max,
            QueueThreshold = random.Next(0, 40),
            ScaleOutCooldown = TimeSpan.FromSeconds(random.Next(0, 90)),
            ScaleInCooldown = TimeSpan.FromSeconds(random.Next(0, 90)),
            IdleAfter = TimeSpan.FromSeconds(random.Next(0, 200)),
            StartTimeout = TimeSpan.FromSeconds(random.Next(1, 200)),
            OnDemandFloor = random.Next(0, 4),
            SpotShare = random.Next(0, 5) / 4.0,
        };
        _policy = new ScalePolicy(_options);
    }

    /// <summary>What broke first; null: nothing.</summary>
    public string? Run(IEnumerable<int> events)
    {
        foreach (var number in events)
        {
            var (kind, amount) = (number & 7, (number >> 3) & 0xFFFF);
            switch (kind)
            {
                case 0: _waiting += amount % 60; break;
                case 1: _waiting = Math.Max(0, _waiting - amount % 80); break;
                case 2: Change(amount, silo => silo with { State = ScaledSiloState.Running, Since = _now, Busy = 0, IdleSince = _now }, silo => silo.State == ScaledSiloState.Starting); break;
                case 3: Change(amount, silo => silo with { Busy = 1, IdleSince = null }, silo => silo.State == ScaledSiloState.Running); break;
                case 4: Change(amount, silo => silo with { Busy = 0, IdleSince = _now }, silo => silo.Busy > 0); break;
                case 5: Change(amount, _ => null, silo => silo.Spot || silo.State == ScaledSiloState.Stopping || amount % 8 == 0); break;
                default: _now += TimeSpan.FromSeconds(amount % 60); break;
            }

            if (Decide() is { } broken) return $"{broken}; options {_options.Min}..{_options.Max}, threshold {_options.QueueThreshold}, floor {_options.OnDemandFloor}, spot {_options.SpotShare}";
        }

        return null;
    }

    private string? Decide()
    {
        var snapshot = new ScaleSnapshot(_now, _waiting, [.. _silos], _lastOut, _lastIn);
        var decision = _policy.Decide(snapshot);
        var broken = Check(snapshot, decision) ?? CheckLonger(snapshot, decision);
        if (broken is not null) return broken;
        switch (decision.Action)
        {
            case ScaleAction.Out:
                for (var i = 0; i < decision.OnDemand + decision.Spot; i++)
                    _silos.Add(new ScaledSilo($"s{_named++:D6}", i >= decision.OnDemand, ScaledSiloState.Starting, 0, _now, _now));
                _lastOut = _now;
                break;
            case ScaleAction.In:
                _silos[_silos.IndexOf(decision.Remove!)] = decision.Remove! with { State = ScaledSiloState.Stopping };
                _lastIn = _now;
                break;
        }

        return null;
    }

    private string? Check(ScaleSnapshot snapshot, ScaleDecision decision)
    {
        var present = _silos.Where(silo => silo.State != ScaledSiloState.Stopping).ToArray();
        var after = present.Length + decision.Change;
        var sinceOut = _now - _lastOut ?? TimeSpan.MaxValue;
        var sinceIn = _now - _lastIn ?? TimeSpan.MaxValue;
        if (decision.Reason.Length == 0) return "no reason";
        if (decision.Action == ScaleAction.Out && after > _options.Max) return $"{after} silos exceed the maximum";
        if (decision.Action == ScaleAction.In && after < _options.Min) return $"{after} silos are below the minimum";
        if (present.Length < _options.Min && after < _options.Min) return "the minimum was not restored";
        if (present.Length == 0 && snapshot.Waiting > 0 && decision.Action != ScaleAction.Out) return "a queue at zero silos did not start one";
        if (decision.Action == ScaleAction.Out)
        {
            var forced = present.Length < _options.Min || present.Length == 0;
            if (decision.Change < 1) return "nothing was added";
            if (!forced && decision.Change > 2) return $"{decision.Change} silos at once";
            if (!forced && (sinceOut < _options.ScaleOutCooldown || sinceIn < _options.ScaleOutCooldown)) return "more silos inside the cool-down";
            if (decision.Spot > 0 && present.Count(silo => !silo.Spot) + decision.OnDemand < Math.Min(_options.OnDemandFloor, after)) return "a spot silo before the on-demand floor was reached";
        }

        if (decision.Action != ScaleAction.In) return null;
        if (decision.Remove is not { Busy: 0, IdleSince: not null } removed) return "a busy silo was taken away";
        if (removed.State == ScaledSiloState.Stopping) return "a silo was taken away twice";
        if (_silos.Any(silo => silo.State == ScaledSiloState.Stopping)) return "more than one silo leaves at a time";
        if (sinceOut < _options.ScaleInCooldown || sinceIn < _options.ScaleInCooldown) return "fewer silos inside the cool-down";
        if (present.Length <= _options.Max && (snapshot.Waiting > 0 || _now - removed.IdleSince < _options.IdleAfter)) return "a silo was taken away too early";
        return !removed.Spot && present.Count(silo => !silo.Spot) - 1 < Math.Min(_options.OnDemandFloor, after) ? "the on-demand floor was given up" : null;
    }

    /// <summary>A longer queue never leads to fewer silos.</summary>
    private string? CheckLonger(ScaleSnapshot snapshot, ScaleDecision decision)
    {
        foreach (var more in (ReadOnlySpan<int>)[1, _options.QueueThreshold, 2 * _options.QueueThreshold + 1])
        {
            var longer = _policy.Decide(snapshot with { Waiting = snapshot.Waiting + more });
            if (longer.Change < decision.Change) return $"{snapshot.Waiting} waiting change by {decision.Change}, {snapshot.Waiting + more} by {longer.Change}";
        }

        return null;
    }

    private void Change(int pick, Func<ScaledSilo, ScaledSilo?> change, Func<ScaledSilo, bool> which)
    {
        var candidates = _silos.Where(which).ToImmutableArray();
        if (candidates.IsEmpty) return;
        var silo = candidates[pick % candidates.Length];
        var index = _silos.IndexOf(silo);
        if (change(silo) is { } next) _silos[index] = next;
        else _silos.RemoveAt(index);
    }
}
