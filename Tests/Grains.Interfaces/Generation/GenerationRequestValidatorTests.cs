using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Interfaces.Generation;

public sealed class GenerationRequestValidatorTests
{
    private static readonly ArtifactRef Front = new(new string('a', 64), 10, "image/png");

    [Fact]
    public void Validate_Defaults_HasNoProblem()
        => Assert.Empty(GenerationRequestValidator.Validate(new GenerationRequest(new GenerationPictures(Front), new GenerationOptions())));

    public static TheoryData<string, GenerationOptions> BadOptions => new()
    {
        { "engine", new() { Engine = "magic" } },
        { "engine", new() { Engine = null! } },
        { "model", new() { Model = "" } },
        { "model", new() { Model = "a b" } },
        { "seed", new() { Seed = -1 } },
        { "seed", new() { Seed = long.MaxValue } },
        { "steps", new() { Steps = 0 } },
        { "steps", new() { Steps = 1001 } },
        { "guidance", new() { Guidance = double.NaN } },
        { "guidance", new() { Guidance = -1.5 } },
        { "guidance", new() { Guidance = double.PositiveInfinity } },
        { "octreeResolution", new() { OctreeResolution = 15 } },
        { "octreeResolution", new() { OctreeResolution = 1025 } },
        { "faces", new() { Faces = 0 } },
        { "faces", new() { Faces = 2_000_001 } },
        { "textureSize", new() { TextureSize = -2048 } },
        { "textureFormat", new() { TextureFormat = "tiff" } },
        { "textureModel", new() { TextureModel = "paint v2" } },
        { "textureSteps", new() { TextureSteps = 0 } },
        { "textureSteps", new() { TextureSteps = 1001 } },
        { "keepUvs", new() { KeepUvs = true } },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Validate_BadOption_NamesTheFieldExpectedAndActual(string field, GenerationOptions options)
    {
        var problem = Assert.Single(GenerationRequestValidator.Validate(options, "anonymous", GenerationPriority.Standard));
        Assert.Equal(field, problem.Field);
        Assert.NotEmpty(problem.Expected);
        Assert.NotEmpty(problem.Actual);
        Assert.Equal(GenerationFailureCode.InvalidInput, problem.ToFailure().Code);
        Assert.Equal(field, problem.ToFailure().Field);
    }

    [Fact]
    public void Validate_GivenMesh_MayKeepItsUvsAndMustBeTextured()
    {
        var request = new GenerationRequest(new GenerationPictures(Front), new GenerationOptions { KeepUvs = true }) { Mesh = Front };
        Assert.Empty(GenerationRequestValidator.Validate(request));
        Assert.Empty(GenerationRequestValidator.Validate(request.Options, "ann", GenerationPriority.Standard, hasMesh: true));
        Assert.Equal("texture", Assert.Single(GenerationRequestValidator.Validate(request with { Options = new() { Texture = false } })).Field);
        Assert.Equal("mesh", Assert.Single(GenerationRequestValidator.Validate(request with { Mesh = Front with { Sha256 = "../x" } })).Field);
        Assert.Equal("mesh", Assert.Single(GenerationRequestValidator.Validate(request with { Mesh = Front with { Length = 0 } })).Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("line\nbreak")]
    public void Validate_BadUser_IsRefused(string user)
        => Assert.Equal("user", Assert.Single(GenerationRequestValidator.Validate(new GenerationOptions(), user, GenerationPriority.Batch)).Field);

    [Fact]
    public void Validate_HashThatIsAPath_IsRefused()
    {
        var pictures = new GenerationPictures(Front, Back: new ArtifactRef("../../etc/passwd", 5, "image/png"));
        Assert.Equal("back", Assert.Single(GenerationRequestValidator.Validate(new GenerationRequest(pictures, new GenerationOptions()))).Field);
    }

    [Fact]
    public void Validate_SeveralProblems_ReturnsAll()
    {
        var options = new GenerationOptions { Faces = 1, TextureSize = 1, Engine = new string('x', 1000) };
        var problems = GenerationRequestValidator.Validate(options, "user name", (GenerationPriority)9);
        Assert.Equal(["engine", "faces", "textureSize", "user", "priority"], problems.Select(problem => problem.Field));
        Assert.All(problems, problem => Assert.True(problem.Actual.Length < 80));
    }
}
