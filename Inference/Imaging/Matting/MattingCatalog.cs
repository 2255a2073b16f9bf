namespace Hunyuan3D.Inference.Imaging.Matting;

/// <summary>
/// The matting networks that are known by name. Sources: danielgatis/rembg <c>rembg/sessions/</c> (input sizes, normalisation, addresses, MD5); the SHA-256 are those of the
/// same release files.
/// </summary>
public static class MattingCatalog
{
    private const string Release = "https://github.com/danielgatis/rembg/releases/download/v0.0.0/";
    private static readonly double[] Mean = [0.485, 0.456, 0.406];

    /// <summary>Best first: which of several installed ones is used.</summary>
    public static IReadOnlyList<MattingNetwork> Networks { get; } =
    [
        new("u2net", new Uri(Release + "u2net.onnx"), 175_997_641, "8d10d2f3bb75ae3b6d527c77944fc5e7dcd94b29809d47a739a7a728a912b491",
            320, Mean, [0.229, 0.224, 0.225], "Apache License 2.0"),
        new("isnet-general-use", new Uri(Release + "isnet-general-use.onnx"), 178_648_008, "60920e99c45464f2ba57bee2ad08c919a52bbf852739e96947fbb4358c0d964a",
            1024, Mean, [1, 1, 1], "Apache License 2.0"),
        new("u2netp", new Uri(Release + "u2netp.onnx"), 4_574_861, "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
            320, Mean, [0.229, 0.224, 0.225], "Apache License 2.0"),
    ];

    /// <summary>Null: not one of them.</summary>
    public static MattingNetwork? Find(string name) => Networks.FirstOrDefault(network => network.Name == name);

    /// <summary>What a network of another name is taken for: U2-Net, which most are derived from.</summary>
    internal static MattingNetwork Standard => Networks[0];
}
