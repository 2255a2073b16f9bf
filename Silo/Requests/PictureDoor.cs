namespace Hunyuan3D.Hosting.Requests;

/// <summary>Refuses files that are no usable picture before anything is stored or queued.</summary>
internal static class PictureDoor
{
    private const string Expected = "a PNG, JPEG, WebP, BMP or GIF picture";

    /// <exception cref="RequestProblemException">The file cannot be used.</exception>
    public static void Check(string field, ReadOnlyMemory<byte> file)
    {
        if (file.IsEmpty)
            throw new RequestProblemException(new RequestProblem(field, "The picture is empty.", Expected, "0 bytes"));
    }
}
