namespace Hunyuan3D.Inference.Imaging;

/// <summary>The picture file formats that are read. They are told by content, never by file name.</summary>
public enum ImageFormat
{
    Png,
    Jpeg,
    WebP,
    Bmp,

    /// <summary>Only the first frame is read.</summary>
    Gif,
}
