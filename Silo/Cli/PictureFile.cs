using System.Globalization;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>Reads the pictures that a command line names.</summary>
internal static class PictureFile
{
    /// <exception cref="InputProblemException">There is no such file, or it is no usable picture.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(string argument, string path)
    {
        if (Directory.Exists(path))
            throw Problem(argument, path, "it is a folder", "a folder");
        var file = new FileInfo(path);
        if (!file.Exists)
            throw Problem(argument, path, "there is no such file", "no file");
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
            var bytes = await File.ReadAllBytesAsync(path);
            await PictureDoor.CheckAsync($"{argument}: {path}", bytes, CancellationToken.None);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Problem(argument, path, e.Message, "an unreadable file");
        }
    }

    private static InputProblemException Problem(string argument, string path, string reason, string actual) =>
        new(new InputProblem(argument, $"{argument}: {path} cannot be read: {reason}.", "a picture file", actual));
}
