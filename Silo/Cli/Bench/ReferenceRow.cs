namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>A row of the published table of the stack that this product replaces (FastAPI, Celery, Redis), whose stages take 50 s and 35 s.</summary>
/// <param name="Utilisation">Of the devices, 0 to 1.</param>
internal sealed record ReferenceRow(int Nodes, int Users, double Duplicates, double Seconds, double PerMinute, double Utilisation)
{
    public static IReadOnlyList<ReferenceRow> All { get; } =
    [
        new(1, 5, 0, 95, 3.2, 0.85),
        new(3, 15, 0, 62, 14.5, 0.65),
        new(5, 25, 0, 48, 31.2, 0.75),
        new(5, 30, 0.3, 41, 43.9, 0.82),
    ];
}
