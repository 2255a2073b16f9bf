namespace Hunyuan3D.Inference.Imaging;

/// <summary>How the subject of a picture was told from its background.</summary>
public enum MaskSource
{
    /// <summary>The picture's own alpha channel.</summary>
    Alpha = 0,

    /// <summary>The classical method: a colour model of the border and a graph cut.</summary>
    GraphCut = 1,

    /// <summary>A matting network.</summary>
    MattingModel = 2,
}
