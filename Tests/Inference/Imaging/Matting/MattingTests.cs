using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Hosting;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Matting;
using Hunyuan3D.Inference.Imaging.Resampling;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Tests.Inference.ModelStores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Store = Hunyuan3D.Inference.ModelStore.ModelStore;

namespace Hunyuan3D.Tests.Inference.Imaging.Matting;

/// <summary>
/// Background removal by a network: its steps against those of rembg. The hashes are of what Pillow 9.4 and NumPy 1.24 give for the same pictures, computed by rembg's statements.
/// </summary>
public sealed class MattingTests : IDisposable
{
    /// <summary>A saliency that is computed in f32 here and in f64 there may fall on the other side of a level's bound.</summary>
    private const int LevelTolerance = 1;

    private readonly TempFolder _folder = new();
    private readonly SessionPool _sessions = new(new SessionPoolOptions(), TimeProvider.System);

    public void Dispose()
    {
        _sessions.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(37, 29, 320, 320, "b517dc091cac13ea49f73469c17139c7955a3d7952be054242162c0a387ea108")]
    [InlineData(640, 411, 320, 320, "02e59cab8d06544dded09abd05636ea3218b1c0e710bbd5fb260ca0eee934e28")]
    [InlineData(90, 70, 13, 200, "36cc7f84f7965adbeeb286d35544c7979185e36cef6737c4fc31ebf1abec920f")]
    public void Lanczos_NoisePicture_IsThatOfPillow(int width, int height, int toWidth, int toHeight, string sha256) =>
        Assert.Equal(sha256, Sha256(PillowResize.Lanczos(NoisePicture.Rgb(width, height, (uint)width), toWidth, toHeight).Pixels));

    [Fact]
    public void Composite_NoiseMask_IsThatOfRembgOverTransparentWhite() => Assert.Equal(
        "810a94f5fcbe8d22502e101fda07e0c34675e8d392ea1315c77f0d1e811866d9",
        Sha256(MattingComposite.Apply(NoisePicture.Rgb(256, 256, 5), NoisePicture.Bytes(256 * 256, 6)).Pixels));

    [Fact]
    public void Normalize_PictureThatIsNotOfTheNetworksSize_IsThatOfRembg()
    {
        var picture = PillowResize.Lanczos(NoisePicture.Rgb(150, 110, 9), 300, 220);

        var input = new U2NetMatting(_sessions.Get(""), MattingCatalog.Standard).Normalize(picture, 64, 64);

        Assert.Equal("cac88b6f7efc21cba458d3fb02da0ce5d8425b79337810c63b98c4965756827b", Sha256(MemoryMarshal.AsBytes(input.AsSpan()).ToArray()));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(null)]
    public void Mask_RealNetwork_IsThatOfThePlainSteps(int? size)
    {
        var matting = new U2NetMatting(_sessions.Get(SaliencyGraph.Write(PathOf("net.onnx"), size)), MattingCatalog.Standard);
        var picture = NoisePicture.Rgb(90, 70, 3);
        var side = size ?? MattingCatalog.Standard.InputSize;

        var mask = matting.Mask(picture, CancellationToken.None);

        var expected = PlainMask(matting.Normalize(picture, side, side), side, picture.Width, picture.Height);
        Assert.Equal(expected.Length, mask.Length);
        Assert.Contains(mask, level => level > 200);
        Assert.All(mask.Zip(expected), pair => Assert.InRange(pair.First - pair.Second, -LevelTolerance, LevelTolerance));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(1, 1)]
    public void Mask_GraphOfAnotherSignature_SaysWhatWasExpected(int inputs, int channels)
    {
        var matting = new U2NetMatting(_sessions.Get(SaliencyGraph.Write(PathOf("net.onnx"), 32, inputs, channels)), MattingCatalog.Standard);

        var error = Assert.Throws<CheckpointException>(() => matting.Mask(NoisePicture.Rgb(40, 40, 3), CancellationToken.None));

        Assert.Contains("[1, 3, height, width]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Import_FileThatIsNoNetwork_IsRefused()
    {
        File.WriteAllText(PathOf("page.onnx"), "<html>please sign in</html>");

        var error = Assert.Throws<CheckpointException>(() => new Store(_folder.Path).Import(new ModelImportRequest(PathOf("page.onnx"), StoredModels.Cpu())));

        Assert.Contains("page.onnx", error.Message, StringComparison.Ordinal);
        Assert.Empty(new Store(_folder.Path).List());
    }

    [Fact]
    public void Cut_PictureWithAlpha_KeepsItWithoutAskingAnyModel()
    {
        var picture = NoisePicture.Rgb(40, 40, 3);
        picture.Pixels.AsSpan(0, 40 * 40).Clear();

        var cutout = new BackgroundRemover(() => throw new InvalidOperationException("asked")).Cut(picture);

        Assert.Same(picture, cutout.Picture);
        Assert.Equal(MaskSource.Alpha, cutout.Source);
    }

    [Fact]
    public void Cut_OpaquePicture_GoesThroughTheModel()
    {
        var picture = NoisePicture.Rgb(40, 40, 3);
        var mask = NoisePicture.Bytes(40 * 40, 8);

        var cutout = new BackgroundRemover(() => new FixedMask(mask)).Cut(picture);

        Assert.Equal(MaskSource.MattingModel, cutout.Source);
        Assert.Equal(MattingComposite.Apply(picture, mask).Pixels, cutout.Picture.Pixels);
    }

    [Fact]
    public void Cut_MaskWithoutSubject_IsTheCallersFault() => Assert.Equal(
        "left", Assert.Throws<StageInputException>(() => new BackgroundRemover(() => new FixedMask(new byte[1600])).Cut(NoisePicture.Rgb(40, 40, 3), "left")).Field);

    [Fact]
    public void Find_BestInstalledOne_IsUsedFromThenOn()
    {
        var store = new Store(_folder.Path);
        var installed = new InstalledMatting(store, new MattingOptions(), _sessions);
        Assert.Null(installed.Find());

        Install("u2netp");
        Assert.NotNull(installed.Find());
        Assert.Null(new InstalledMatting(store, new MattingOptions { Model = MattingOptions.Off }, _sessions).Find());
        Assert.NotNull(new InstalledMatting(store, new MattingOptions { Model = "u2netp" }, _sessions).Find());
        var error = Assert.Throws<ModelStoreException>(() => new InstalledMatting(store, new MattingOptions { Model = "u2net" }, _sessions).Find());
        Assert.Contains("models pull u2net", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identity_OfTheCutOut_ChangesWithTheModel()
    {
        var store = new Store(_folder.Path);
        var best = new InstalledMatting(store, new MattingOptions(), _sessions);
        var named = new InstalledMatting(store, new MattingOptions { Model = "u2netp" }, _sessions);
        Assert.Equal(("", "u2netp"), (best.Identity(), named.Identity()));

        Install("u2netp");

        Assert.StartsWith("u2netp ", best.Identity(), StringComparison.Ordinal);
        Assert.Equal(best.Identity(), named.Identity());
        Assert.Equal("", new InstalledMatting(store, new MattingOptions { Model = MattingOptions.Off }, _sessions).Identity());
    }

    [Fact]
    public void Find_PathInTheOptions_IsTheModel()
    {
        var options = new MattingOptions { Model = SaliencyGraph.Write(PathOf("own.onnx"), 48) };

        var cutout = new BackgroundRemover(new InstalledMatting(new Store(_folder.Path), options, _sessions).Find).Cut(NoisePicture.Rgb(40, 40, 3));

        Assert.Equal(MaskSource.MattingModel, cutout.Source);
        options.Model = PathOf("nothing.onnx");
        Assert.Contains(options.Model, Assert.Throws<ModelStoreException>(() => new InstalledMatting(new Store(_folder.Path), options, _sessions).Find()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, MaskSource.MattingModel)]
    [InlineData("off", MaskSource.GraphCut)]
    public async Task GenerateAsync_RegisteredEngines_UseTheInstalledModelUnlessItIsOff(string? setting, MaskSource expected)
    {
        Install("u2net");
        using var provider = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
                [new("Hunyuan3D:Models:Folder", _folder.Path), new("Hunyuan3D:Matting:Model", setting)]).Build())
            .AddHunyuan3DInference()
            .BuildServiceProvider();
        var picture = SubjectScene.Over(SubjectScene.Subject(200, SubjectScene.Mug), (_, _) => (255, 255, 255));

        var result = await provider.GetRequiredService<EngineCatalog>().FindShape("relief")!.GenerateAsync(
            new ShapeRequest(new ViewPictures(picture)) { OctreeResolution = 32, MaxFaces = 500 }, StageContext.None, CancellationToken.None);

        Assert.Equal(expected, result.MaskSource);
    }

    private void Install(string name) => new Store(_folder.Path).Import(
        new ModelImportRequest(SaliencyGraph.Write(PathOf("network.onnx"), 48), StoredModels.Cpu()) { Name = name });

    private static byte[] PlainMask(float[] input, int side, int width, int height)
    {
        var saliency = SaliencyGraph.Run(input, side);
        var (least, most) = (saliency.Min(), saliency.Max());
        var gray = new Picture(side, side);
        for (var i = 0; i < saliency.Length; i++)
        {
            var level = (byte)((saliency[i] - least) / (most - least) * 255);
            (gray.Pixels[i * 4], gray.Pixels[i * 4 + 3]) = (level, 255);
        }

        var resized = PillowResize.Lanczos(gray, width, height);
        return [.. Enumerable.Range(0, width * height).Select(i => resized.Pixels[i * 4])];
    }

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private string PathOf(string name) => Path.Combine(_folder.Path, name);

    private sealed class FixedMask(byte[] mask) : IMattingModel
    {
        public byte[] Mask(Picture picture, CancellationToken cancellationToken) => mask;
    }
}
