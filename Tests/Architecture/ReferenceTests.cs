using System.Reflection;
using Xunit;

namespace Hunyuan3D.Tests.Architecture;

/// <summary>Who may reference whom (docs/architecture.md). A new edge is a decision: change the table together with the document.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Hunyuan3D.Grains.Interfaces"] = [],
        ["Hunyuan3D.Inference"] = [],
        ["Hunyuan3D.Grains"] = ["Hunyuan3D.Grains.Interfaces", "Hunyuan3D.Inference"],
        ["Hunyuan3D.Client"] = ["Hunyuan3D.Grains.Interfaces"],
        ["hunyuan3d"] = ["Hunyuan3D.Grains.Interfaces", "Hunyuan3D.Inference", "Hunyuan3D.Grains", "Hunyuan3D.Client"],
    };

    public static TheoryData<string> Assemblies => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void Assembly_ReferencesOurOwn_OnlyAsAllowed(string name)
    {
        var ours = Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!).Where(Allowed.ContainsKey);

        Assert.Empty(ours.Except(Allowed[name]));
    }

    [Theory]
    [InlineData("Hunyuan3D.Inference", "Orleans")]
    [InlineData("Hunyuan3D.Inference", "Microsoft.AspNetCore")]
    [InlineData("Hunyuan3D.Client", "Microsoft.AspNetCore")]
    [InlineData("Hunyuan3D.Client", "Microsoft.ML.OnnxRuntime")]
    [InlineData("Hunyuan3D.Grains", "Microsoft.AspNetCore")]
    [InlineData("Hunyuan3D.Grains.Interfaces", "SkiaSharp")]
    [InlineData("Hunyuan3D.Grains.Interfaces", "Orleans.Runtime")]
    public void Assembly_ReferencesForeign_NeverTheForbidden(string name, string forbiddenPrefix)
    {
        var references = Assembly.Load(name).GetReferencedAssemblies().Select(reference => reference.Name!);

        Assert.DoesNotContain(references, reference => reference.StartsWith(forbiddenPrefix, StringComparison.Ordinal));
    }
}
