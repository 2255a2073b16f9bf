namespace Hunyuan3D.Inference.Imaging.Matting;

/// <summary>What a matting network expects, and where it is published.</summary>
/// <param name="Name">For example <c>u2net</c>; also the model's name in the model store.</param>
/// <param name="Address">Of the ONNX file.</param>
/// <param name="Sha256">64 hexadecimal digits.</param>
/// <param name="InputSize">Pixels a side.</param>
/// <param name="Mean">Of red, green and blue, subtracted from values of 0 to 1.</param>
/// <param name="Deviation">Of red, green and blue, divided by afterwards.</param>
public sealed record MattingNetwork(
    string Name, Uri Address, long Bytes, string Sha256, int InputSize, IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation, string Licence);
