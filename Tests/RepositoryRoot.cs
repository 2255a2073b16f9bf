namespace Hunyuan3D.Tests;

/// <summary>Finds files of the checkout that the tests run in.</summary>
internal static class RepositoryRoot
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Path { get; } = Find();

    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Hunyuan3D.Orleans.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Hunyuan3D.Orleans.sln above {AppContext.BaseDirectory}; run the tests from a checkout.");
    }
}
