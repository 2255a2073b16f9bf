namespace Hunyuan3D.Inference.Imaging;

/// <summary>The side a picture shows; the numbers are upstream's view indices.</summary>
public enum ViewSide
{
    Front = 0,
    Left = 1,
    Back = 2,
    Right = 3,
}
