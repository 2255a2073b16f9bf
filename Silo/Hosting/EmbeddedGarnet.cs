using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;
using Tsavorite.core;

namespace Hunyuan3D.Hosting;

/// <summary>
/// A Redis-compatible server (Microsoft.Garnet) inside this process, on loopback only. Durable instances answer a write only after it is in the
/// append-only file, so a job that was acknowledged survives SIGKILL; at 64 MiB that file is replaced by a checkpoint.
/// </summary>
internal sealed class EmbeddedGarnet : IDisposable
{
    private readonly GarnetServer _server;

    private EmbeddedGarnet(GarnetServer server, int port) => (_server, Port) = (server, port);

    /// <summary>TCP port on 127.0.0.1.</summary>
    public int Port { get; }

    /// <summary><c>127.0.0.1:port</c>.</summary>
    public string ConnectionString => Address(Port);

    /// <summary>The connection string of a server on that port.</summary>
    public static string Address(int port) => $"127.0.0.1:{port}";

    /// <summary>Recovers what <paramref name="folder"/> holds, then listens.</summary>
    /// <param name="folder">For this server alone; made if missing.</param>
    /// <param name="durable">False: nothing outlives the process.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static EmbeddedGarnet Start(string folder, int port, bool durable, ILoggerFactory? loggers = null)
    {
        Directory.CreateDirectory(folder);
        GarnetServer? server = null;
        try
        {
            server = new GarnetServer(Options(folder, port, durable), loggers);
            server.Start();
            return new EmbeddedGarnet(server, port);
        }
        catch
        {
            server?.Dispose();
            throw;
        }
    }

    public void Dispose() => _server.Dispose();

    private static GarnetServerOptions Options(string folder, int port, bool durable) => new()
    {
        EndPoints = [new IPEndPoint(IPAddress.Loopback, port)],
        QuietMode = true,
        MaxDatabases = 1,
        // The three Orleans providers change rows by script.
        EnableLua = true,
        LuaOptions = new LuaOptions(),
        EnableAOF = durable,
        WaitForCommit = durable,
        Recover = durable,
        FailOnRecoveryError = true,
        AofSizeLimit = durable ? "64m" : "",
        AofSegmentSize = "16m",
        AofPageSize = "4m",
        AofMemorySize = "16m",
        // Sized for job records, not for the gigabytes that the server's own defaults expect; what does not fit goes to disk.
        IndexMemorySize = "4m",
        LogMemorySize = "256m",
        PageSize = "2m",
        SegmentSize = "64m",
        ObjectLogSegmentSize = "64m",
        EnableStorageTier = true,
        LogDir = folder,
        CheckpointDir = folder,
        // The one device that needs no native library.
        DeviceType = DeviceType.RandomAccess,
    };
}
