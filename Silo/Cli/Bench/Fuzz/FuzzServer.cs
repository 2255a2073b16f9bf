using System.Net;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>A server process of all roles in a folder of its own, which also is its folder for temporary files.</summary>
internal sealed class FuzzServer : IAsyncDisposable
{
    private const double Megabyte = 1 << 20;

    private readonly DataFolder _data = DataFolder.CreateTemporary();
    private BenchProcess _process = null!;

    private FuzzServer()
    {
    }

    public Uri Address => new(_process.Printed("Listening on"));

    public IPEndPoint EndPoint => IPEndPoint.Parse(Address.Authority);

    public double ResidentMegabytes => _process.ResidentBytes / Megabyte;

    public int Handles => _process.Handles;

    public bool IsRunning => _process.IsRunning;

    public IReadOnlyList<string> Problems => [.. _process.Problems];

    /// <summary>Files in the making, or for a while, that are there now.</summary>
    public IReadOnlyList<string> TemporaryFiles =>
        [.. new[] { Temporary, Path.Combine(_data.Artifacts, "tmp") }.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))];

    private string Temporary => Path.Combine(_data.Path, "temporary");

    /// <param name="adminKey">Null: the server has no keys.</param>
    public static async Task<FuzzServer> StartAsync(string? adminKey, CancellationToken cancellationToken)
    {
        var server = new FuzzServer();
        try
        {
            Directory.CreateDirectory(server.Temporary);
            var settings = new Dictionary<string, string>
            {
                ["Hunyuan3D__Simulation__ShapeSeconds"] = "0.02",
                ["Hunyuan3D__Simulation__TextureSeconds"] = "0.02",
                ["Hunyuan3D__Simulation__Steps"] = "2",
                ["Hunyuan3D__Gpu__Slots"] = "4",
                ["Hunyuan3D__Dialects__Engine"] = "simulated",
                ["TMPDIR"] = server.Temporary,
                // Its sockets would lie there.
                ["DOTNET_EnableDiagnostics"] = "0",
            };
            if (adminKey is not null)
                settings["Hunyuan3D__Keys__Admin"] = adminKey;
            server._process = await BenchProcess.StartAsync(["serve", "--data", server._data.Path, "--urls", "http://127.0.0.1:0"], settings, cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _data.Dispose();
    }
}
