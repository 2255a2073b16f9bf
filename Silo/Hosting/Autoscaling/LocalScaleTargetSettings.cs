namespace Hunyuan3D.Hosting.Autoscaling;

/// <summary>What silo processes of this machine join.</summary>
/// <param name="DataFolder">Shared with them; their files lie in <c>autoscaled/</c>.</param>
/// <param name="Redis">The cluster's.</param>
internal sealed record LocalScaleTargetSettings(string DataFolder, string Redis)
{
    /// <summary>The models that this process was told of.</summary>
    public ModelSettings Models { get; init; } = new();

    /// <summary>Files of the silo processes.</summary>
    public string Folder => Path.Combine(DataFolder, "autoscaled");
}
