using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Hunyuan3D.Inference.Hub;

/// <summary>The hash that a file's content must have.</summary>
/// <param name="Hex">Lower-case hexadecimal digits.</param>
public sealed record ContentHash(HashKind Kind, string Hex)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Null: <paramref name="hex"/> is no hash of this kind.</summary>
    public static ContentHash? TryParse(HashKind kind, string? hex)
    {
        var digits = kind switch { HashKind.Sha256 => 64, HashKind.GitBlob => 40, _ => 32 };
        return hex is not null && hex.Length == digits && hex.All(char.IsAsciiHexDigit) ? new ContentHash(kind, hex.ToLowerInvariant()) : null;
    }

    /// <summary>Hashes a file as <paramref name="kind"/> says.</summary>
    public static async Task<ContentHash> OfFileAsync(HashKind kind, string path, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan | FileOptions.Asynchronous);
        return await OfAsync(kind, file, cancellationToken);
    }

    internal static async Task<ContentHash> OfAsync(HashKind kind, SafeFileHandle file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(kind switch
        {
            HashKind.Sha256 => HashAlgorithmName.SHA256,
            HashKind.GitBlob => HashAlgorithmName.SHA1,
            _ => HashAlgorithmName.MD5,
        });
        if (kind == HashKind.GitBlob)
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {RandomAccess.GetLength(file)}\0")));
        var block = new byte[BlockBytes];
        for (var at = 0L; await RandomAccess.ReadAsync(file, block, at, cancellationToken) is > 0 and var read; at += read)
            hash.AppendData(block, 0, read);
        return new ContentHash(kind, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    public override string ToString() => $"{Kind switch { HashKind.Sha256 => "sha256", HashKind.GitBlob => "git blob", _ => "md5" }} {Hex}";
}
