using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>
/// What would run a job now, in contrast to what could: a model that was imported anew is no longer in force with its old weights. Of a stage and engine that no silo runs at present, the last
/// offer counts, since that is what a silo will most likely bring when it comes back.
/// </summary>
internal sealed class OffersInForce
{
    private readonly Dictionary<EngineOffer, int> _silos = [];
    private readonly Dictionary<(GenerationStage Stage, string Engine), EngineOffer> _last = [];
    private ImmutableArray<EngineOffer>? _all;

    /// <summary>Each once, in no order.</summary>
    public ImmutableArray<EngineOffer> All => _all ??= [.. _silos.Keys, .. _last.Where(last => !_silos.Keys.Any(offer => KeyOf(offer) == last.Key)).Select(last => last.Value)];

    /// <summary>A silo offers something else than before; nothing before it came, and after it went.</summary>
    public void Replace(ImmutableArray<EngineOffer> before, ImmutableArray<EngineOffer> after)
    {
        _all = null;
        foreach (var offer in before)
        {
            _last[KeyOf(offer)] = offer;
            if (--_silos[offer] == 0) _silos.Remove(offer);
        }

        foreach (var offer in after) _silos[offer] = _silos.GetValueOrDefault(offer) + 1;
    }

    /// <summary>A silo with these can be started.</summary>
    public void Expect(IEnumerable<EngineOffer> offers)
    {
        _all = null;
        foreach (var offer in offers) _last.TryAdd(KeyOf(offer), offer);
    }

    private static (GenerationStage Stage, string Engine) KeyOf(EngineOffer offer) => (offer.Stage, offer.Engine);
}
