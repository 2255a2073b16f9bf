using System.Text.Json;
using System.Text.Json.Serialization;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(KebabKind), typeof(KebabDevice), typeof(KebabPrecision)],
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ModelManifest))]
internal sealed partial class ModelManifestJson : JsonSerializerContext
{
    internal sealed class KebabKind() : JsonStringEnumConverter<ModelKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

    internal sealed class KebabDevice() : JsonStringEnumConverter<GraphDevice>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);

    internal sealed class KebabPrecision() : JsonStringEnumConverter<GraphPrecision>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
}
