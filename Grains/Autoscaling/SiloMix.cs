namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>How many silos of a cluster are on-demand: the floor first, then the configured share of the rest.</summary>
internal readonly record struct SiloMix(int Floor, double SpotShare)
{
    /// <summary>On-demand silos among <paramref name="total"/>.</summary>
    public int OnDemand(int total)
    {
        var floor = Math.Min(total, Floor);
        return floor + (int)Math.Ceiling((total - floor) * (1 - SpotShare) - 1e-9);
    }
}
