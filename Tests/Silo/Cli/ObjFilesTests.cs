using System.IO.Compression;
using System.Text;
using Hunyuan3D.Hosting.Cli;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli;

public sealed class ObjFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_Zip_BecomesFilesThatNameEachOther()
    {
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "model.obj", "# mtllib model.mtl in a comment\nmtllib model.mtl\no model\nv 0 0 0\n");
            Add(archive, "model.mtl", "newmtl model\nmap_Kd model.png\n");
            Add(archive, "model.png", "pixels");
        }

        zip.Position = 0;
        var bytes = await ObjFiles.WriteAsync(zip, _folder.File("robot.obj"), CancellationToken.None);

        Assert.Equal("# mtllib model.mtl in a comment\nmtllib robot.mtl\no model\nv 0 0 0\n", await File.ReadAllTextAsync(_folder.File("robot.obj")));
        Assert.Equal("newmtl model\nmap_Kd robot.png\n", await File.ReadAllTextAsync(_folder.File("robot.mtl")));
        Assert.Equal("pixels", await File.ReadAllTextAsync(_folder.File("robot.png")));
        Assert.Equal(Directory.GetFiles(_folder.Path).Sum(f => new FileInfo(f).Length), bytes);
    }

    private static void Add(ZipArchive archive, string name, string content)
    {
        using var entry = archive.CreateEntry(name).Open();
        entry.Write(Encoding.UTF8.GetBytes(content));
    }
}
