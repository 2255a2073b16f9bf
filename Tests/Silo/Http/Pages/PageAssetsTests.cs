using System.Text;
using Hunyuan3D.Hosting.Http.Pages;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Pages;

public sealed class PageAssetsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public PageAssetsTests()
    {
        Write("index.html", "<html data-viewer=\"{viewer}\">{modules}<script src=\"{assets}/main.js\"></script>");
        Write("main.js", "one");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_WithoutViewer_ThePageKnows()
    {
        var assets = PageAssets.Load(_folder.Path);

        Assert.False(assets.HasViewer);
        Assert.Equal(
            $"<html data-viewer=\"no\"><link rel=\"modulepreload\" href=\"assets/{assets.Version}/main.js\"><script src=\"assets/{assets.Version}/main.js\"></script>",
            Text(assets.Page));
    }

    [Fact]
    public void Load_WithViewer_ThePageKnowsAndFetchesItWhenItIsWanted()
    {
        Write(PageAssets.Viewer, "viewer");

        var assets = PageAssets.Load(_folder.Path);

        Assert.True(assets.HasViewer);
        Assert.StartsWith("<html data-viewer=\"yes\">", Text(assets.Page), StringComparison.Ordinal);
        Assert.DoesNotContain(PageAssets.Viewer, Text(assets.Page), StringComparison.Ordinal);
    }

    [Fact]
    public void Version_AnyFileChanges_IsAnother()
    {
        var before = PageAssets.Load(_folder.Path);
        Write("main.js", "two");
        var after = PageAssets.Load(_folder.Path);

        Assert.NotEqual(before.Version, after.Version);
        Assert.NotEqual(before.Page.EntityTag, after.Page.EntityTag);
        Assert.Equal("two", Text(after.Find("main.js")!));
    }

    [Fact]
    public void Load_FilesOfOtherKinds_AreNotServed()
    {
        Write("secrets.json", "{}");

        Assert.Null(PageAssets.Load(_folder.Path).Find("secrets.json"));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.Path, name), text);

    private static string Text(PageAsset asset) => Encoding.UTF8.GetString(asset.For("").Bytes.Span);
}
