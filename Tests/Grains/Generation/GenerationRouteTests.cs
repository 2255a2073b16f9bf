using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Tests.Grains.Cluster;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

/// <summary>The whole route of a job with the simulated engines, on one silo.</summary>
public sealed class GenerationRouteTests : IAsyncLifetime
{
    private TestSilos _silos = null!;

    public async Task InitializeAsync() => _silos = await TestSilos.StartAsync(new TestSilosOptions { Roles = [SiloRoles.All] });

    public async Task DisposeAsync() => await _silos.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Submit_SimulatedEngine_EndsWithAStoredModel(bool texture)
    {
        var options = new GenerationOptions { Engine = "simulated", Texture = texture, Seed = 7 };
        var submitted = await _silos.SubmitAsync(await _silos.RequestAsync(options));
        var status = await _silos.WaitAsync(submitted.Id, GenerationStatusCode.Completed);

        var result = status.Result!;
        Assert.Equal((20, 12, true, true, false), (result.Faces, result.Vertices, result.Closed, result.Manifold, result.FromCache));
        Assert.Equal(texture ? 4 : 0, result.TextureSize);
        Assert.Equal(texture, result.Seconds.ContainsKey("texture"));
        Assert.True(result.Seconds.ContainsKey("shape.simulated-denoising"));
        Assert.True(status.Started >= status.Submitted && status.Ended >= status.Started);
        var model = GlbReader.Read(await _silos.Store.TryReadAsync(result.Model, CancellationToken.None));
        Assert.Equal(20, model.Mesh.FaceCount);
        Assert.Equal(texture, model.Textured is not null);
    }
}
