using Hunyuan3D.Inference.Imaging.Matting;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>
/// The published models. Which VAE serves which model under FlashVDM: hy3dgen/shapegen/pipelines.py, <c>enable_flashvdm</c>.
/// </summary>
public static class ModelCatalog
{
    private const string Hunyuan = "Tencent Hunyuan 3D 2.0 Community License";
    private const string Standard = "tencent/Hunyuan3D-2";
    private const string StandardVae = "hunyuan3d-vae-v2-0-turbo";

    /// <summary>In the order they are shown in.</summary>
    public static IReadOnlyList<KnownModel> Models { get; } =
    [
        Shape("v2-0", Standard, StandardVae),
        Shape("v2-0-fast", Standard, StandardVae),
        Shape("v2-0-turbo", Standard, StandardVae),
        Shape("v2-mini", "tencent/Hunyuan3D-2mini", "hunyuan3d-vae-v2-mini-turbo"),
        Shape("v2-mini-fast", "tencent/Hunyuan3D-2mini", "hunyuan3d-vae-v2-mini-turbo"),
        Shape("v2-mini-turbo", "tencent/Hunyuan3D-2mini", "hunyuan3d-vae-v2-mini-turbo"),
        Shape("v2-mv", "tencent/Hunyuan3D-2mv", StandardVae) with { FlashVdmVaeRepository = Standard },
        Shape("v2-mv-fast", "tencent/Hunyuan3D-2mv", StandardVae) with { FlashVdmVaeRepository = Standard },
        Shape("v2-mv-turbo", "tencent/Hunyuan3D-2mv", StandardVae) with { FlashVdmVaeRepository = Standard },
        new("paint-v2-0", ModelKind.Paint, Standard, "hunyuan3d-paint-v2-0", null, Hunyuan),
        new("paint-v2-0-turbo", ModelKind.Paint, Standard, "hunyuan3d-paint-v2-0-turbo", null, Hunyuan),
        new("delight-v2-0", ModelKind.Delight, Standard, "hunyuan3d-delight-v2-0", null, Hunyuan),
        .. MattingCatalog.Networks.Select(network => new KnownModel(network.Name, ModelKind.Matting, $"matting/{network.Name}", "", null, network.Licence)),
    ];

    /// <summary>Null: a name of nobody's, or of an own model.</summary>
    public static KnownModel? Find(string name) => Models.FirstOrDefault(model => model.Name == name);

    private static KnownModel Shape(string name, string repository, string flashVdmVae) =>
        new(name, ModelKind.Shape, repository, $"hunyuan3d-dit-{name}", flashVdmVae, Hunyuan);
}
