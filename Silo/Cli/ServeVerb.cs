using System.CommandLine;
using System.Globalization;
using System.Net;
using Hunyuan3D.Grains.Autoscaling;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Hosting.Cli.Models;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli;

/// <summary><c>hunyuan3d serve</c>: a server that other processes and machines may join.</summary>
internal sealed class ServeVerb : Command
{
    private const string PortExpected = "a port number from 1 to 65535";

    private readonly Option<string?> _urls = new("--urls") { HelpName = "url;url", Description = "Where HTTP listens [default: http://127.0.0.1:8080; without the gateway role any free port]." };
    private readonly Option<bool> _insecure = new(BindingRule.Insecure) { Description = "Listen beyond this machine without any key: whoever reaches the server may do everything." };
    private readonly Option<string?> _data = new("--data") { HelpName = "folder", Description = $"Where jobs, pictures and models are kept [default: {DefaultFolder}]." };
    private readonly RedisOption _redis = new($"The Redis of the cluster; with a password better as {RedisOption.Variable} of the environment [default: one inside this process, on loopback].", RedisOption.Variable);
    private readonly Option<string?> _roles = new("--roles") { HelpName = "role,role", Description = "What this process does: gateway (HTTP and clients), control (jobs and queue), gpu (the work), or all [default: all]." };
    private readonly Option<string?> _address = new("--address") { HelpName = "ip", Description = $"What other machines reach this silo at: an IP address of this machine, or auto (the environment variable {AdvertisedAddress.Variable}, else the only address beyond loopback). Needs --redis; the silo's ports are open to the network and have no password [default: 127.0.0.1]." };
    private readonly Option<string?> _siloPort = new("--silo-port") { HelpName = "port", Description = "Port between silos [default: the one this folder had before, or a free one]." };
    private readonly Option<string?> _gatewayPort = new("--gateway-port") { HelpName = "port", Description = "Port for clients of the cluster [default: as --silo-port]." };

    private readonly ModelRunOptions _models = new();
    private readonly Option<string?> _autoscale = new("--autoscale") { HelpName = "target", Description = "Starts and stops silos with devices as the queue demands: local (processes of this machine; then the roles default to gateway,control), kubernetes, dry-run or off [default: off]." };
    private readonly Option<string?> _min = new("--min") { HelpName = "silos", Description = "The fewest silos that autoscaling keeps [default: 0]." };
    private readonly Option<string?> _max = new("--max") { HelpName = "silos", Description = "The most silos that autoscaling starts [default: 4]." };
    private readonly Option<string?> _leash = new("--leash") { HelpName = "file", Hidden = true };

    public ServeVerb()
        : base("serve", "Runs a server: HTTP, dashboard, and a silo of the cluster. SIGTERM or Ctrl+C drains it.")
    {
        Add(_urls);
        Add(_insecure);
        Add(_data);
        Add(_redis);
        Add(_roles);
        Add(_address);
        Add(_siloPort);
        Add(_gatewayPort);
        _models.AddTo(this, idleUnload: true);
        Add(_autoscale);
        Add(_min);
        Add(_max);
        Add(_leash);
        SetAction((parsed, _) => RunAsync(Read(parsed), parsed.InvocationConfiguration.Output));
    }

    internal static string DefaultFolder =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "hunyuan3d");

    private static async Task<int> RunAsync(ServeRequest request, TextWriter output)
    {
        await using var host = await ServeHost.StartAsync(request);
        foreach (var url in host.Urls)
            await output.WriteLineAsync($"Listening on {url}");
        await output.WriteLineAsync($"Data in      {host.DataFolderPath}");
        await output.WriteLineAsync($"Models in    {host.ModelsFolder}");
        await output.WriteLineAsync($"Keys         {host.KeyCount?.ToString(CultureInfo.InvariantCulture) ?? "none: whoever reaches this server may do everything"}");
        await output.WriteLineAsync($"Redis at     {RedisAddress.Show(host.Settings.Redis)}");
        await output.WriteLineAsync($"Silo at      {host.Settings.Address}:{host.Settings.Ports.Silo}");
        await output.WriteLineAsync($"Roles        {host.Settings.Roles.ToString().ToLowerInvariant()}");
        if (request.Redis is null)
            await output.WriteLineAsync($"To join      hunyuan3d serve --roles gpu --redis {host.Settings.Redis} --data {host.DataFolderPath}{(request.Models.Folder is { } models ? $" --models {models}" : "")}");
        await output.FlushAsync();
        await host.WaitForShutdownAsync();
        return ExitCode.Success;
    }

    private ServeRequest Read(ParseResult parsed) => new(parsed.GetValue(_data) ?? DefaultFolder)
    {
        Urls = ReadUrls(parsed),
        InsecureNoKeys = parsed.GetValue(_insecure),
        Redis = _redis.Read(parsed),
        Models = _models.Read(parsed),
        Roles = ReadRoles(parsed),
        Autoscale = ReadTarget(parsed),
        MinSilos = ReadCount(parsed, _min),
        MaxSilos = ReadCount(parsed, _max),
        Leash = parsed.GetValue(_leash),
        Address = ReadAddress(parsed),
        SiloPort = ReadPort(parsed, _siloPort),
        GatewayPort = ReadPort(parsed, _gatewayPort),
    };

    private string? ReadUrls(ParseResult parsed)
    {
        var urls = parsed.GetValue(_urls);
        foreach (var url in urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [])
        {
            if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
                throw new InputProblemException(InputProblem.Value(_urls.Name, "addresses such as http://127.0.0.1:8080, separated by ;", url));
        }

        return urls;
    }

    private IPAddress ReadAddress(ParseResult parsed)
    {
        if (parsed.GetValue(_address) is not { } text) return IPAddress.Loopback;
        var address = AdvertisedAddress.Find(text, Environment.GetEnvironmentVariable(AdvertisedAddress.Variable), AdvertisedAddress.OfThisMachine())
            ?? throw new InputProblemException(InputProblem.Value(_address.Name, AdvertisedAddress.Expected, text));
        // The embedded Redis listens on loopback only: nobody else could join.
        return IPAddress.IsLoopback(address) || _redis.Read(parsed) is not null
            ? address
            : throw new InputProblemException(InputProblem.Value(_address.Name, "--redis beside it, of a server that the other machines reach too", text));
    }

    private SiloRoles ReadRoles(ParseResult parsed)
    {
        var roles = SiloRoles.None;
        foreach (var name in (parsed.GetValue(_roles) ?? (parsed.GetValue(_autoscale) == "local" ? "gateway,control" : "all")).Split(',', StringSplitOptions.TrimEntries))
        {
            roles |= name switch
            {
                "gateway" => SiloRoles.Gateway,
                "control" => SiloRoles.Control,
                "gpu" => SiloRoles.Gpu,
                "all" => SiloRoles.All,
                _ => throw new InputProblemException(InputProblem.Value(_roles.Name, "all, or some of gateway, control, gpu separated by commas", name)),
            };
        }

        return roles;
    }

    private ScaleTargetKind? ReadTarget(ParseResult parsed) =>
        parsed.GetValue(_autoscale) is not { } name ? null
        : AutoscalingNames.TryParse(name, out var target) ? target
        : throw new InputProblemException(InputProblem.Value(_autoscale.Name, $"one of {string.Join(", ", AutoscalingNames.All)}", name));

    private static int? ReadCount(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is not { } text ? null
        : int.TryParse(text, out var count) && count is >= 0 and <= 10_000 ? count
        : throw new InputProblemException(InputProblem.Value(option.Name, "a whole number from 0 to 10000", text));

    private static int ReadPort(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is not { } text ? 0
        : int.TryParse(text, out var port) && port is >= 1 and <= IPEndPoint.MaxPort ? port
        : throw new InputProblemException(InputProblem.Value(option.Name, PortExpected, text));
}
