using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Http.Official;

/// <summary>A completed job's model in the two forms the official server gives it, neither of them ever whole in memory.</summary>
internal static class OfficialModel
{
    /// <summary>Bytes encoded at a time; a multiple of three, so that only the last piece is padded.</summary>
    private const int Piece = 48 * 1024;

    /// <summary>The file itself. OBJ comes without its material file and picture, since there it is one file.</summary>
    public static async Task<IResult> FileAsync(ArtifactRef model, ModelFormat format, string name, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        if (format != ModelFormat.Obj)
            return await NativeApi.FileAsync(model, name, client, cancellationToken);
        return TypedResults.Stream(
            async body =>
            {
                await using var zip = await client.OpenArtifactAsync(model, cancellationToken);
                using var archive = new ZipArchive(zip, ZipArchiveMode.Read);
                await using var obj = archive.Entries.Single(e => e.Name.EndsWith(".obj", StringComparison.Ordinal)).Open();
                await obj.CopyToAsync(body, cancellationToken);
            },
            "model/obj",
            name);
    }

    /// <summary><c>{"status": "completed", "model_base64": ...}</c>.</summary>
    public static async Task<IResult> Base64Async(ArtifactRef model, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        var stream = await client.OpenArtifactAsync(model, cancellationToken);
        return TypedResults.Stream(
            async body =>
            {
                await using var file = stream;
                await body.WriteAsync("{\"status\":\"completed\",\"model_base64\":\""u8.ToArray(), cancellationToken);
                await EncodeAsync(file, body, cancellationToken);
                await body.WriteAsync("\"}"u8.ToArray(), cancellationToken);
            },
            "application/json");
    }

    private static async Task EncodeAsync(Stream file, Stream body, CancellationToken cancellationToken)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Piece);
        var text = ArrayPool<byte>.Shared.Rent(Base64.GetMaxEncodedToUtf8Length(Piece));
        try
        {
            int read;
            while ((read = await file.ReadAtLeastAsync(bytes.AsMemory(0, Piece), Piece, throwOnEndOfStream: false, cancellationToken)) > 0)
            {
                Base64.EncodeToUtf8(bytes.AsSpan(0, read), text, out _, out var written);
                await body.WriteAsync(text.AsMemory(0, written), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
