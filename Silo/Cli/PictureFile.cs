using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>Reads the pictures that a command line names.</summary>
internal static class PictureFile
{
    /// <exception cref="InputProblemException">There is no such file, or it is no usable picture.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(string argument, string path)
    {
        var bytes = await InputFile.ReadAsync(argument, path, "a picture file");
        await PictureDoor.CheckAsync($"{argument}: {path}", bytes, CancellationToken.None);
        return bytes;
    }
}
