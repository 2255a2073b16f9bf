using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Hunyuan3D.Hosting;

/// <summary>The address that a silo gives to others: theirs is the only way to reach it, so it is never a wildcard.</summary>
internal static class AdvertisedAddress
{
    public const string Auto = "auto";

    /// <summary>Where an orchestrator tells the address of the pod.</summary>
    public const string Variable = "POD_IP";

    public const string Expected = $"an IP address of this machine that others can reach, or {Auto} (the environment variable {Variable}, else the machine's only address beyond loopback)";

    /// <summary>Null: it is no address, or there is none to choose or more than one.</summary>
    /// <param name="environment">Value of <see cref="Variable"/>; null or empty: not set.</param>
    /// <param name="own">The machine's addresses.</param>
    public static IPAddress? Find(string text, string? environment, IEnumerable<IPAddress> own)
    {
        if (text != Auto) return Parse(text);
        if (!string.IsNullOrEmpty(environment)) return Parse(environment);
        return own.Where(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)).Take(2).ToArray() is [var only] ? only : null;
    }

    /// <summary>Of the interfaces that are up.</summary>
    public static IEnumerable<IPAddress> OfThisMachine() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address);

    private static IPAddress? Parse(string text) =>
        IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? address : null;
}
