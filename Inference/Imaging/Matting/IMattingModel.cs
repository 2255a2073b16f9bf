namespace Hunyuan3D.Inference.Imaging.Matting;

/// <summary>Tells a picture's subject from its background.</summary>
internal interface IMattingModel
{
    /// <summary>[height, width] u8: 255 where the picture shows its subject alone, 0 where it shows none of it.</summary>
    /// <param name="picture">Its alpha is not looked at.</param>
    byte[] Mask(Picture picture, CancellationToken cancellationToken);
}
