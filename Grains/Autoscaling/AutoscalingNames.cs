namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>Targets by name, as the command line and status say them.</summary>
public static class AutoscalingNames
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<ScaleTargetKind>().Select(Of)];

    public static string Of(ScaleTargetKind target) => target switch
    {
        ScaleTargetKind.DryRun => "dry-run",
        ScaleTargetKind.Local => "local",
        ScaleTargetKind.Kubernetes => "kubernetes",
        _ => "off",
    };

    /// <summary>False: no target has that name.</summary>
    public static bool TryParse(string name, out ScaleTargetKind target)
    {
        target = Enum.GetValues<ScaleTargetKind>().FirstOrDefault(kind => Of(kind) == name);
        return Of(target) == name;
    }
}
