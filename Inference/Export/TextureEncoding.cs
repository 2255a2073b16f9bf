namespace Hunyuan3D.Inference.Export;

/// <summary>How a texture is stored inside a GLB.</summary>
public enum TextureEncoding
{
    /// <summary>Lossless; every viewer reads it.</summary>
    Png = 0,

    /// <summary>Lossy, far smaller; every viewer reads it.</summary>
    Jpeg = 1,

    /// <summary>Lossy, smallest; only for viewers with the glTF extension <c>EXT_texture_webp</c>, which the file then requires.</summary>
    WebP = 2,
}
