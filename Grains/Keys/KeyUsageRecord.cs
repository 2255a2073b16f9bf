namespace Hunyuan3D.Grains.Keys;

/// <summary>What the grain storage keeps of a key's use; null: nothing was counted yet.</summary>
[GenerateSerializer, Alias("h3d.KeyUsageRecord")]
internal sealed class KeyUsageRecord
{
    [Id(0)]
    public DailyQuota? Today { get; set; }
}
