using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>One server process for the tests of a class.</summary>
public sealed class ServedCluster : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hunyuan3d-test-");
    private ServerProcess? _server;

    internal ServerProcess Server => _server!;

    internal ServerJobs Jobs => new(Server.Http);

    public async Task InitializeAsync() =>
        _server = await ServerProcess.ServeAsync(_folder.FullName, settings: SimulatedSettings.Stages(shapeSeconds: 0.5, textureSeconds: 0.25));

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
