using System.Text.RegularExpressions;
using Xunit;

namespace Hunyuan3D.Tests.Architecture;

/// <summary>House rules that a reader of the source relies on.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 500;

    private static readonly string[] Projects = ["Grains.Interfaces", "Inference", "Grains", "Client", "Silo", "Tests", "Benchmarks", "samples"];

    private static readonly IReadOnlyList<(string Name, string[] Lines)> Sources = Projects
        .SelectMany(project => Directory.EnumerateFiles(RepositoryRoot.Combine(project), "*.cs", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(RepositoryRoot.Path, path).Replace('\\', '/'))
        .Where(name => !name.Contains("/obj/", StringComparison.Ordinal) && !name.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .Select(name => (name, File.ReadAllLines(RepositoryRoot.Combine(name))))
        .ToList();

    [Fact]
    public void Files_ExceptTables_StayShort()
    {
        var tooLong = Sources
            .Where(source => source.Lines.Length > LongestFile && !source.Name.Contains("Table", StringComparison.Ordinal))
            .Select(source => $"{source.Name}: {source.Lines.Length} lines");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Folders_AreConcepts_NotDrawers()
    {
        string[] drawers = ["Utils", "Utilities", "Helpers", "Common", "Managers", "Misc"];

        var found = Sources.Where(source => source.Name.Split('/').Any(part => drawers.Contains(Path.GetFileNameWithoutExtension(part))));

        Assert.Empty(found.Select(source => source.Name));
    }

    [Fact]
    public void Namespaces_FollowProjectsAndFolders()
    {
        var roots = new Dictionary<string, string>
        {
            ["Grains.Interfaces"] = "Hunyuan3D.Grains.Interfaces",
            ["Inference"] = "Hunyuan3D.Inference",
            ["Grains"] = "Hunyuan3D.Grains",
            ["Client"] = "Hunyuan3D.Client",
            ["Silo"] = "Hunyuan3D.Hosting",
            ["Tests"] = "Hunyuan3D.Tests",
            ["Benchmarks"] = "Hunyuan3D.Benchmarks",
            ["samples"] = "Hunyuan3D.Samples",
        };

        var wrong =
            from source in Sources
            let declared = source.Lines.Select(line => NamespaceDeclaration().Match(line)).FirstOrDefault(match => match.Success)?.Groups[1].Value
            where declared is not null && !declared.StartsWith(roots[source.Name.Split('/')[0]], StringComparison.Ordinal)
            select $"{source.Name}: {declared}";

        Assert.Empty(wrong);
    }

    [Fact]
    public void PublicTypes_AreOneAFile()
    {
        var crowded =
            from source in Sources
            where !source.Name.StartsWith("Tests/", StringComparison.Ordinal) && !source.Name.StartsWith("Benchmarks/", StringComparison.Ordinal)
            let types = source.Lines.Count(line => TopLevelPublicType().IsMatch(line))
            where types > 1
            select $"{source.Name}: {types} public types";

        Assert.Empty(crowded);
    }

    [GeneratedRegex(@"^namespace ([\w.]+)")]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"^public (?:sealed |static |abstract |partial |readonly |ref )*(?:class|record|struct|interface|enum|delegate)\b")]
    private static partial Regex TopLevelPublicType();
}
