using System.Security.Cryptography;

namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>SHA-256 of files, read in blocks.</summary>
internal static class FileHash
{
    private const int Block = 1 << 20;

    /// <param name="read">Is told of bytes read.</param>
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(string path, Action<long>? read, CancellationToken cancellationToken)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[Block];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = file.Read(buffer);
            if (count == 0)
                return Convert.ToHexStringLower(hash.GetCurrentHash());
            hash.AppendData(buffer, 0, count);
            read?.Invoke(count);
        }
    }
}
