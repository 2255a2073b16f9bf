using System.IO.Compression;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>Unpacks an OBJ's zip beside each other: <c>robot.obj</c>, <c>robot.mtl</c>, <c>robot.png</c>, named after the file that was asked for.</summary>
internal static class ObjFiles
{
    /// <summary>Extensions of the files, the asked one first.</summary>
    private static readonly string[] Extensions = [".obj", ".mtl", ".png"];

    public static bool IsAsked(string path) => path.EndsWith(Extensions[0], StringComparison.OrdinalIgnoreCase);

    /// <summary>Tries all of them.</summary>
    public static void Check(string option, string path)
    {
        foreach (var extension in Extensions)
            OutputFile.Check(option, Path.ChangeExtension(path, extension));
    }

    /// <summary>Returns the bytes written.</summary>
    /// <param name="zip">Holds one file of each extension, all with the same name; .png may be missing.</param>
    public static async Task<long> WriteAsync(Stream zip, string path, CancellationToken cancellationToken)
    {
        long length = 0;
        using var archive = new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in archive.Entries)
        {
            var extension = Path.GetExtension(entry.Name);
            if (!Extensions.Contains(extension))
                continue;
            using var content = new MemoryStream();
            await using (var stored = entry.Open())
                await CopyAsync(stored, content, extension, from: Path.GetFileNameWithoutExtension(entry.Name), to: Path.GetFileNameWithoutExtension(path), cancellationToken);
            content.Position = 0;
            length += await OutputFile.Check("--output", Path.ChangeExtension(path, extension)).WriteAsync(content, cancellationToken);
        }

        return length;
    }

    /// <summary>The text files name each other in these two lines.</summary>
    private static async Task CopyAsync(Stream source, Stream target, string extension, string from, string to, CancellationToken cancellationToken)
    {
        if (extension == ".png")
        {
            await source.CopyToAsync(target, cancellationToken);
            return;
        }

        using var reader = new StreamReader(source);
        await using var writer = new StreamWriter(target, leaveOpen: true) { NewLine = "\n" };
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            await writer.WriteLineAsync(
                line == $"mtllib {from}.mtl" ? $"mtllib {to}.mtl"
                : line == $"map_Kd {from}.png" ? $"map_Kd {to}.png"
                : line);
        }
    }
}
