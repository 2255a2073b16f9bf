using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Sessions;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>All that decides what a texture job computes, as a text: a saved state is taken over only by a run with the same.</summary>
internal static class TextureIdentity
{
    /// <summary>Version of what a run of the same weights makes.</summary>
    private const int Version = 1;

    /// <param name="delight">Null: the pictures keep their light.</param>
    public static string Of(TextureRequest request, TextureSettings settings, StoredModel paint, StoredModel? delight) => string.Create(
        CultureInfo.InvariantCulture,
        $"texture {Version}|{OnnxSession.RuntimeVersion}|{paint.Name} {paint.Manifest.Revision}|{delight?.Name} {delight?.Manifest.Revision}|{request.Seed}|{settings}|{InputHash(request)}");

    private static string InputHash(TextureRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(MemoryMarshal.AsBytes(request.Mesh.Positions.AsSpan()));
        Append(MemoryMarshal.AsBytes(request.Mesh.Indices.AsSpan()));
        Append(request.Uvs is null ? [] : MemoryMarshal.AsBytes(request.Uvs.Uvs.AsSpan()));
        Append(request.Uvs is null ? [] : MemoryMarshal.AsBytes(request.Uvs.SourceVertices.AsSpan()));
        foreach (var (side, picture) in request.Pictures.Present())
        {
            Append([(byte)side]);
            Append(BitConverter.GetBytes(picture.Width));
            Append(picture.Pixels);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        // With its length, so that no two inputs run into each other.
        void Append(ReadOnlySpan<byte> part)
        {
            hash.AppendData(BitConverter.GetBytes((long)part.Length));
            hash.AppendData(part);
        }
    }
}
