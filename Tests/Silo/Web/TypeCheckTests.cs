namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>The page's scripts are plain JavaScript whose comments state types; TypeScript checks them.</summary>
public sealed class TypeCheckTests
{
    [BrowserFact]
    public void Scripts_AsTypeScriptSees_AreSound()
    {
        var web = RepositoryRoot.Combine("Silo", "Web");
        using var folder = new TempFolder();
        foreach (var file in Directory.EnumerateFiles(web, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(web, file)).Where(IsSource))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder.Path, file))!);
            File.Copy(Path.Combine(web, file), Path.Combine(folder.Path, file));
        }

        // Not where the sources lie, whose packages a build may be about to install.
        NodePackages.Run("npm", folder.Path, ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        NodePackages.Run("npm", folder.Path, ["run", "--silent", "check"]);
    }

    private static bool IsSource(string file) => !file.StartsWith("node_modules", StringComparison.Ordinal) && !file.StartsWith("dist", StringComparison.Ordinal);
}
