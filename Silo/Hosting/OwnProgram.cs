using System.Diagnostics;
using System.Reflection;

namespace Hunyuan3D.Hosting;

/// <summary>Another process of this same program.</summary>
internal static class OwnProgram
{
    public static ProcessStartInfo Start(params IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This program does not know its own file.");
        // Under "dotnet hunyuan3d.dll" the program is dotnet.
        string[] itself = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Assembly.GetEntryAssembly()!.Location] : [];
        return new ProcessStartInfo(program, [.. itself, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
    }
}
