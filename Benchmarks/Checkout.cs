namespace Hunyuan3D.Benchmarks;

/// <summary>Finds files of the checkout that the benchmarks run in.</summary>
internal static class Checkout
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hunyuan3D.Orleans.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Hunyuan3D.Orleans.sln above {AppContext.BaseDirectory}; run the benchmarks from a checkout.");
    }
}
