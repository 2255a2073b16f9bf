using System.Net;
using Hunyuan3D.Hosting.Keys;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting;

/// <summary>A server that others than this machine reach needs keys.</summary>
internal static class BindingRule
{
    public const string Insecure = "--insecure-no-keys";

    /// <summary>Those of the addresses that others reach.</summary>
    public static IReadOnlyList<string> BeyondLoopback(IEnumerable<string> urls) => [.. urls.Where(url => !IsLocal(url))];

    /// <exception cref="InputProblemException">There is none, and nobody said that it is meant so.</exception>
    public static void Check(IReadOnlyList<string> beyondLoopback, KeyRing keys, string dataFolder, bool insecure)
    {
        // The keys are counted in any case: a file that cannot be read is found before anybody calls.
        if (keys.Count > 0 || beyondLoopback.Count == 0 || insecure) return;
        throw new InputProblemException(new InputProblem(
            "--urls",
            $"""
            HTTP would listen on {string.Join(", ", beyondLoopback)}, where others reach it, and there is no key yet. Make the first one:
              hunyuan3d keys create --user admin --admin --data {dataFolder}
            or give one in the environment (32 characters or more):
              export Hunyuan3D__Keys__Admin=h3d_$(openssl rand -hex 32)      (Hunyuan3D__Keys__AdminFile names a file with it)
            or listen on this machine only: --urls http://127.0.0.1:8080. With {Insecure} whoever reaches the server may do everything.
            """));
    }

    private static bool IsLocal(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe || address.IsNamedPipe
            || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
    }
}
