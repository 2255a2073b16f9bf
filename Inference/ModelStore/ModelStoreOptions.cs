using System.ComponentModel.DataAnnotations;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>Section <c>Hunyuan3D:Models</c>: where the imported models are, and which precision of them runs.</summary>
public sealed class ModelStoreOptions
{
    public const string Section = "Hunyuan3D:Models";

    /// <summary>Folder of the model store. Default: <c>models</c> in the data folder; outside a server, in the user's local application data.</summary>
    [Required]
    public string Folder { get; set; } = DefaultFolder;

    /// <summary>The precision to run; null (default): the best that is installed for the device, see <see cref="ModelStore.Preference"/>.</summary>
    [EnumDataType(typeof(GraphPrecision))]
    public GraphPrecision? Precision { get; set; }

    public static string DefaultFolder { get; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "hunyuan3d", "models");
}
