using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Placement;

/// <summary>
/// Names jobs so that the part of the grain directory that is to know them lies on this silo, which is also where a job lives that is submitted here. So it is looked
/// up and registered without a call to another silo, and the loss of another silo does not take it out of the directory. Only a matter of cost: any name will do.
/// Cost: silos / (share of the directory) tries, at most <see cref="MostTries"/>, 0.3 us each.
/// </summary>
/// <remarks>Orleans' directory (LocalGrainDirectory, 10.4) gives a grain to the silo with the largest hash that is not above the grain's, and to the last one where there is none.</remarks>
internal sealed class LocalJobNames(IClusterMembershipService membership, ILocalSiloDetails silo, IGrainFactory grains, TimeProvider time) : IJobNames
{
    private const int MostTries = 256;

    private readonly Lazy<GrainType> _type = new(() => grains.GetGrain<IGenerationGrain>("any").GetGrainId().Type);
    private Ring? _ring;

    public string New()
    {
        var ring = Current();
        for (var tries = 1; ; tries++)
        {
            var name = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
            if (tries >= MostTries || silo.SiloAddress.Equals(ring.OwnerOf(GrainId.Create(_type.Value, name)))) return name;
        }
    }

    private Ring Current()
    {
        var (snapshot, ring) = (membership.CurrentSnapshot, _ring);
        return ring?.Version == snapshot.Version ? ring : _ring = new Ring(snapshot);
    }

    private sealed class Ring(ClusterMembershipSnapshot snapshot)
    {
        private readonly SiloAddress[] _silos =
        [
            .. snapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress).OrderBy(address => address.GetConsistentHashCode()),
        ];

        public MembershipVersion Version { get; } = snapshot.Version;

        /// <summary>Null: no silo is active yet.</summary>
        public SiloAddress? OwnerOf(GrainId grain)
        {
            var hash = unchecked((int)grain.GetUniformHashCode());
            for (var i = _silos.Length - 1; i >= 0; i--)
            {
                if (_silos[i].GetConsistentHashCode() <= hash) return _silos[i];
            }

            return _silos.Length > 0 ? _silos[^1] : null;
        }
    }
}
