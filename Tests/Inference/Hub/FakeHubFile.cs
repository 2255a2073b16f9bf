using System.Security.Cryptography;
using System.Text;

namespace Hunyuan3D.Tests.Inference.Hub;

/// <summary>A file of a <see cref="FakeHub"/>, with the names that the hub gives its content.</summary>
internal sealed class FakeHubFile(byte[] content, bool isLarge)
{
    public byte[] Content { get; set; } = content;

    public bool IsLarge => isLarge;

    /// <summary>As listed.</summary>
    public string Sha256 { get; set; } = Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>As listed.</summary>
    public string GitBlob { get; set; } = BlobOf(content);

    /// <summary>As sent.</summary>
    public string Etag { get; set; } = isLarge ? Convert.ToHexStringLower(SHA256.HashData(content)) : BlobOf(content);

    private static string BlobOf(byte[] content)
    {
        byte[] header = Encoding.ASCII.GetBytes($"blob {content.Length}\0");
#pragma warning disable CA5350 // Git's own naming.
        return Convert.ToHexStringLower(SHA1.HashData([.. header, .. content]));
#pragma warning restore CA5350
    }
}
