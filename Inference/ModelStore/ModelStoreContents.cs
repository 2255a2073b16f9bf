namespace Hunyuan3D.Inference.ModelStore;

/// <summary>Everything that lies in a model store.</summary>
/// <param name="Models">Complete and ready to open, by name and target.</param>
/// <param name="Leftovers">Of imports and removals that run or were interrupted; the next import of the same model clears its own.</param>
/// <param name="Downloads">By repository and revision.</param>
public sealed record ModelStoreContents(
    IReadOnlyList<StoredModel> Models,
    IReadOnlyList<BrokenModel> Broken,
    IReadOnlyList<StoreFolder> Leftovers,
    IReadOnlyList<StoreFolder> Downloads);
