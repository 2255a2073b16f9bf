using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Scheduling;

/// <summary>What silos of one kind have in common: what they offer, which models are in their memory, and whether they are spot. Equal by value.</summary>
internal sealed class SiloKind : IEquatable<SiloKind>
{
    private readonly int _hash;

    public SiloKind(GpuSiloReport report)
    {
        (Offers, Warm, Spot) = (report.Offers, report.WarmModels, report.Spot);
        var hash = default(HashCode);
        hash.Add(Spot);
        foreach (var offer in Offers.AsSpan()) hash.Add(offer);
        foreach (var model in Warm.AsSpan()) hash.Add(model, StringComparer.Ordinal);
        _hash = hash.ToHashCode();
    }

    public ImmutableArray<EngineOffer> Offers { get; }

    private ImmutableArray<string> Warm { get; }

    private bool Spot { get; }

    public bool Serves(StageDemand demand)
    {
        foreach (var offer in Offers.AsSpan())
        {
            if (offer.Stage == demand.Stage && offer.Engine == demand.Engine && offer.Serves(demand.Model)) return true;
        }

        return false;
    }

    /// <summary>Whether the silo of a report is of this kind.</summary>
    public bool Fits(GpuSiloReport report)
        => Spot == report.Spot && Warm.AsSpan().SequenceEqual(report.WarmModels.AsSpan()) && Offers.AsSpan().SequenceEqual(report.Offers.AsSpan());

    public bool Equals(SiloKind? other)
        => ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && Spot == other.Spot && Warm.AsSpan().SequenceEqual(other.Warm.AsSpan()) && Offers.AsSpan().SequenceEqual(other.Offers.AsSpan()));

    public override bool Equals(object? obj) => Equals(obj as SiloKind);

    public override int GetHashCode() => _hash;
}
