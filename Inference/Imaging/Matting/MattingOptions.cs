using System.ComponentModel.DataAnnotations;

namespace Hunyuan3D.Inference.Imaging.Matting;

/// <summary>Section <c>Hunyuan3D:Matting</c>: how subjects are freed from their background.</summary>
public sealed class MattingOptions
{
    public const string Section = "Hunyuan3D:Matting";

    /// <summary>The value of <see cref="Model"/> that means the classical cut-out, whatever is installed.</summary>
    public const string Off = "off";

    /// <summary>
    /// Name of an installed matting model, or the path of an <c>.onnx</c> file, or <see cref="Off"/>. Null (default): the best that is installed, in the order of
    /// <see cref="MattingCatalog.Networks"/>; where none is, the classical cut-out.
    /// </summary>
    [MinLength(1)]
    public string? Model { get; set; }
}
