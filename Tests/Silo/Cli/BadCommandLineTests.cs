using Hunyuan3D.Hosting.Cli;
using Hunyuan3D.Tests.Silo.Http;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli;

/// <summary>Every one of these must end with exit code 2 and its reason, before any cluster is started.</summary>
public sealed class BadCommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BadCommandLineTests()
    {
        var png = Pictures.Png(1);
        File.WriteAllBytes(_folder.File("good.png"), png);
        File.WriteAllBytes(_folder.File("empty.png"), []);
        File.WriteAllText(_folder.File("text.png"), "This is no picture.");
        File.WriteAllBytes(_folder.File("cut.png"), png[..^20]);
        File.WriteAllBytes(_folder.File("clear.png"), Pictures.Clear());
        File.WriteAllBytes(_folder.File("dot.png"), Pictures.Dot());
        using var huge = new FileStream(_folder.File("huge.png"), FileMode.CreateNew);
        huge.SetLength(300L * 1024 * 1024);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("generate missing.png", "picture: missing.png cannot be read: there is no such file")]
    [InlineData("generate .", "picture: . cannot be read: it is a folder")]
    [InlineData("generate empty.png", "0 bytes")]
    [InlineData("generate text.png", "picture: ")]
    [InlineData("generate cut.png", "picture: ")]
    [InlineData("generate clear.png", "fully transparent")]
    [InlineData("generate dot.png", "1x1")]
    [InlineData("generate huge.png", "huge.png has 314572800 bytes, at most 67108864 are accepted")]
    [InlineData("generate good.png --left missing.png", "--left: missing.png")]
    [InlineData("generate good.png --back text.png", "--back: ")]
    [InlineData("generate good.png -o no/such/folder/x.glb", "--output must be in a folder that exists")]
    [InlineData("generate good.png -o good.png/x.glb", "--output")]
    [InlineData("generate good.png -o x.fbx", "--output must be a file name that ends in .glb")]
    [InlineData("generate good.png -o x", "--output must be a file name that ends in .glb")]
    [InlineData("generate good.png -o x.stl --format ply", "--output must be a file name that ends in .ply, as --format ply asks, not x.stl")]
    [InlineData("generate good.png --format fbx", "--format must be one of glb, obj, stl, ply, not fbx")]
    [InlineData("generate good.png --preview x.jpg", "--preview must be a file name that ends in .png, not x.jpg")]
    [InlineData("generate good.png --preview no/such/x.png", "--preview must be in a folder that exists")]
    [InlineData("generate good.png --engine blender", "--engine must be one of relief, hunyuan3d, simulated, not blender")]
    [InlineData("generate good.png --faces 0", "--faces must be a whole number from 100 to 2000000, not 0")]
    [InlineData("generate good.png --faces -5", "--faces must be a whole number from 100 to 2000000, not -5")]
    [InlineData("generate good.png --faces 1e4", "--faces must be a whole number from 100 to 2000000, not 1e4")]
    [InlineData("generate good.png --guidance NaN", "--guidance must be a number from -1 to 100, not NaN")]
    [InlineData("generate good.png --guidance -Infinity", "--guidance must be a number from -1 to 100, not -Infinity")]
    [InlineData("generate good.png --seed -1", "--seed must be a whole number from 0 to 9007199254740991, not -1")]
    [InlineData("generate good.png --steps 0", "--steps must be a whole number from 1 to 1000, not 0")]
    [InlineData("generate good.png --octree-resolution 2000", "--octree-resolution must be a whole number from 16 to 1024, not 2000")]
    [InlineData("generate good.png --texture-size 1", "--texture-size must be a whole number from 256 to 4096, not 1")]
    [InlineData("generate good.png --texture-steps 0", "--texture-steps must be a whole number from 1 to 1000, not 0")]
    [InlineData("generate good.png --keep-uvs", "--keep-uvs must be false for a request without a mesh")]
    [InlineData("generate good.png --mesh missing.glb", "--mesh: missing.glb cannot be read: there is no such file")]
    [InlineData("generate good.png --mesh empty.png", "--mesh: empty.png: The file is 0 bytes of something else; expected GLB, OBJ or binary STL")]
    [InlineData("generate good.png --mesh good.png", "--mesh: good.png: The file is ")]
    [InlineData("generate good.png --mesh huge.png", "huge.png has 314572800 bytes, at most 67108864 are accepted")]
    [InlineData("generate good.png --bogus", "'--bogus'")]
    [InlineData("generate good.png --faces 500 --faces 600", "--faces")]
    [InlineData("generate", "generate")]
    [InlineData("bogus", "'bogus'")]
    [InlineData("", "command")]
    [InlineData("serve --roles cook", "--roles must be all, or some of gateway, control, gpu separated by commas, not cook")]
    [InlineData("serve --silo-port 70000", "--silo-port must be a port number from 1 to 65535, not 70000")]
    [InlineData("serve --redis a:b:c,what=ever", "--redis must be host:port")]
    [InlineData("serve --urls localhost:80", "--urls must be addresses such as http://127.0.0.1:8080")]
    public async Task Run_BadInput_EndsWithItsReason(string line, string reason)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var arguments = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(InFolder).ToArray();

        var code = await RootVerb.RunAsync(arguments, output, error);

        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains(reason, error.ToString().Replace(_folder.Path + "/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
        Assert.Equal(7, Directory.GetFileSystemEntries(_folder.Path).Length);
    }

    [Fact]
    public async Task Run_SeveralFaults_NamesAll()
    {
        using var error = new StringWriter();

        var code = await RootVerb.RunAsync(["generate", _folder.File("good.png"), "--faces", "0", "--steps", "0"], TextWriter.Null, error);

        Assert.Equal(ExitCode.BadInput, code);
        Assert.Contains("--faces", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--steps", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", "generate")]
    [InlineData("generate --help", "--octree-resolution")]
    [InlineData("serve --help", "--gateway-port")]
    public async Task Run_Help_ListsOptionsAndSucceeds(string line, string mentions)
    {
        using var output = new StringWriter();

        Assert.Equal(ExitCode.Success, await RootVerb.RunAsync(line.Split(' '), output, TextWriter.Null));
        Assert.Contains(mentions, output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Names of files are meant inside the test's folder.</summary>
    private string InFolder(string argument) =>
        argument.Contains('.') && !argument.Contains(':') ? _folder.File(argument) : argument;
}
