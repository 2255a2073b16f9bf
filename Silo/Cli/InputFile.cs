using System.Globalization;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>Reads the files that a command line names.</summary>
internal static class InputFile
{
    /// <param name="kind">Such as <c>a picture file</c>, for messages.</param>
    /// <exception cref="InputProblemException">There is no such file, it is too large, or it cannot be read.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(string argument, string path, string kind)
    {
        if (Directory.Exists(path))
            throw Problem(argument, path, kind, "it is a folder", "a folder");
        var file = new FileInfo(path);
        if (!file.Exists)
            throw Problem(argument, path, kind, "there is no such file", "no file");
        if (file.Length > RequestLimits.MaxBodyBytes)
        {
            throw new InputProblemException(new InputProblem(
                argument,
                string.Create(CultureInfo.InvariantCulture, $"{argument}: {path} has {file.Length} bytes, at most {RequestLimits.MaxBodyBytes} are accepted."),
                $"at most {RequestLimits.MaxBodyBytes} bytes",
                $"{file.Length} bytes"));
        }

        try
        {
            return await File.ReadAllBytesAsync(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem(argument, path, kind, e.Message, "an unreadable file");
        }
    }

    private static InputProblemException Problem(string argument, string path, string kind, string reason, string actual) =>
        new(new InputProblem(argument, $"{argument}: {path} cannot be read: {reason}.", kind, actual));
}
