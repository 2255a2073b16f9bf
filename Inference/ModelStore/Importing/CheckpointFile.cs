using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>A file that an import reads.</summary>
/// <param name="Name">Relative to the checkpoint, with forward slashes.</param>
internal sealed record CheckpointFile(string Name, string Path, long Bytes, DateTime Modified)
{
    private static readonly string[] Settings = [".json", ".yaml", ".txt", ".model"];
    private static readonly string[] Weights = [".safetensors", ".bin", ".ckpt", ".onnx"];

    /// <summary>Everything of a checkpoint, in order. Of several forms of the same weights in a folder, the preferred one.</summary>
    public static IReadOnlyList<CheckpointFile> Of(ModelCheckpoint checkpoint)
    {
        if (checkpoint.Kind == ModelKind.Matting)
            return [Describe(System.IO.Path.GetFileName(checkpoint.Folder), checkpoint.Folder)];
        var files = In(checkpoint.Folder, "");
        return checkpoint.FlashVdmVaeFolder is { } vae ? [.. files, .. In(vae, "flashvdm/")] : [.. files];
    }

    /// <summary>Changes when a file is touched, moved or replaced. 64 hexadecimal digits.</summary>
    public static string Stamp(IReadOnlyList<CheckpointFile> files) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(
        files.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name}\0{file.Path}\0{file.Bytes}\0{file.Modified.Ticks}\n"))))));

    /// <summary>Reads everything: the same content in another place has the same fingerprint. 64 hexadecimal digits.</summary>
    /// <param name="read">Is told of bytes read.</param>
    public static string Fingerprint(IReadOnlyList<CheckpointFile> files, Action<long>? read, CancellationToken cancellationToken) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Concat(files.Select(file => $"{file.Name}\0{FileHash.Of(file.Path, read, cancellationToken)}\n")))));

    private static IEnumerable<CheckpointFile> In(string folder, string prefix)
    {
        foreach (var place in Directory.EnumerateDirectories(folder).Prepend(folder).Order(StringComparer.Ordinal))
        {
            var below = place == folder ? prefix : $"{prefix}{System.IO.Path.GetFileName(place)}/";
            var files = Directory.EnumerateFiles(place).Order(StringComparer.Ordinal).ToList();
            var form = Weights.FirstOrDefault(extension => files.Exists(file => Has(file, extension)));
            foreach (var file in files.Where(file => Settings.Any(extension => Has(file, extension)) || (form is not null && Has(file, form))))
                yield return Describe(below + System.IO.Path.GetFileName(file), file);
        }
    }

    // The hub's own cache holds links; what they lead to has the size and the time.
    private static CheckpointFile Describe(string name, string path)
    {
        var info = new FileInfo(path);
        info = info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info;
        return new CheckpointFile(name, path, info.Length, info.LastWriteTimeUtc);
    }

    private static bool Has(string file, string extension) => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
