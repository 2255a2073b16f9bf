namespace Hunyuan3D.Benchmarks.Samples;

/// <summary>The things that the project ships pictures of.</summary>
internal static class SampleCatalog
{
    public static IReadOnlyList<(string Name, Solid Solid)> All { get; } =
    [
        ("chair", Chair.Make()),
        ("duck", Duck.Make()),
        ("fish", Fish.Make()),
        ("mug", Mug.Make()),
        ("robot", Robot.Make()),
        ("vase", Vase.Make()),
    ];
}
