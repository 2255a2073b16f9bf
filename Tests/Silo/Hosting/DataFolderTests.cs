using Hunyuan3D.Hosting;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Hosting;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Own_FolderOfAnother_SaysHowToJoinIt()
    {
        using var first = DataFolder.Own(_folder.Path);
        first.WritePorts(new ClusterPorts(6543, 1, 2));

        var error = Assert.Throws<DataFolderException>(() => DataFolder.Own(_folder.Path));

        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains("--redis 127.0.0.1:6543", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Own_AfterTheOwnerLeft_FindsItsPorts()
    {
        var ports = new ClusterPorts(6543, 11111, 30000);
        using (var first = DataFolder.Own(_folder.Path))
            first.WritePorts(ports);

        using var second = DataFolder.Own(_folder.Path);

        Assert.Equal(ports, second.ReadPorts());
    }

    [Fact]
    public void Share_OwnedFolder_IsPossible()
    {
        using var owner = DataFolder.Own(_folder.Path);
        using var other = DataFolder.Share(_folder.Path);

        Assert.Equal(owner.Artifacts, other.Artifacts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"redis\":")]
    public void ReadPorts_BrokenFile_IsNone(string content)
    {
        using var folder = DataFolder.Own(_folder.Path);
        File.WriteAllText(_folder.File("ports.json"), content);

        Assert.Null(folder.ReadPorts());
    }

    [Fact]
    public void Own_PlaceOfAFile_SaysThatItCannotBeWritten()
    {
        File.WriteAllText(_folder.File("file"), "");

        var error = Assert.Throws<DataFolderException>(() => DataFolder.Own(Path.Combine(_folder.File("file"), "data")));

        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispose_TemporaryFolder_LeavesNothing()
    {
        string path;
        using (var folder = DataFolder.CreateTemporary())
        {
            path = folder.Path;
            Directory.CreateDirectory(folder.Artifacts);
        }

        Assert.False(Directory.Exists(path));
    }
}
