using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>A file that will be written at the end of the work, and is known to be writable at its start.</summary>
internal sealed class OutputFile
{
    private OutputFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Tries the path; what is there now stays as it is.</summary>
    /// <param name="option">The option that named it.</param>
    /// <exception cref="InputProblemException">It cannot be written.</exception>
    public static OutputFile Check(string option, string path)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        if (Directory.Exists(path))
            throw new InputProblemException(InputProblem.Value(option, "a file", $"the folder {path}"));
        if (!Directory.Exists(folder))
            throw new InputProblemException(InputProblem.Value(option, "in a folder that exists", path));
        try
        {
            var existed = File.Exists(path);
            new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (!existed)
                File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputProblemException(new InputProblem(option, $"{option}: {path} cannot be written: {e.Message}", "a writable file", path));
        }

        return new OutputFile(path);
    }

    /// <summary>
    /// Writes the file; returns its bytes. A new file appears whole or not at all. One that was there is written in place, since it may be a
    /// device or a link, which renaming would replace.
    /// </summary>
    public async Task<long> WriteAsync(Stream content, CancellationToken cancellationToken)
    {
        if (File.Exists(Path))
            return await CopyAsync(content, Path, cancellationToken);
        var part = $"{Path}.{Environment.ProcessId}.part";
        try
        {
            var length = await CopyAsync(content, part, cancellationToken);
            File.Move(part, Path, overwrite: true);
            return length;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static async Task<long> CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Create, FileAccess.Write);
        await content.CopyToAsync(file, cancellationToken);
        return content.Length;
    }
}
