using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Caching;

/// <summary>
/// Names all that decides a result: the content of the pictures and of a given mesh, the options, the seed, and the revisions of the engines and models that would run now. Where silos differ in
/// a revision (other weights, another precision, a version that is being replaced) any of them may run the job, so all of theirs are named.
/// </summary>
internal static class ResultCacheKey
{
    /// <returns>Null: no silo has said yet what it would run, so nothing can be told from what was made before.</returns>
    public static CacheKey? Of(GenerationRequest request, ClusterOffers offers)
    {
        var options = request.Options;
        ImmutableArray<string> shapeRevisions = [];
        var shape = new StringBuilder(1024);
        foreach (var picture in (ReadOnlySpan<ArtifactRef?>)[request.Pictures.Front, request.Pictures.Left, request.Pictures.Back, request.Pictures.Right]) Add(shape, picture?.Sha256);
        Add(shape, options.Engine);
        Add(shape, options.Seed);
        if (request.Mesh is { } mesh)
        {
            Add(shape, mesh.Sha256);
            Add(shape, options.KeepUvs ? default(int?) : options.Faces);
        }
        else
        {
            Add(shape, options.Steps);
            Add(shape, options.Guidance);
            Add(shape, options.OctreeResolution);
            Add(shape, options.Faces);
            if (AddOffers(shape, GenerationDemands.Of(GenerationStage.Shape, options), offers) is not { } revisions) return null;
            shapeRevisions = revisions;
        }

        if (!options.Texture) return new CacheKey(Hash(shape), null) { ShapeRevisions = shapeRevisions };
        var texture = new StringBuilder(256);
        Add(texture, options.TextureSize);
        Add(texture, options.TextureFormat);
        Add(texture, options.TextureSteps);
        if (AddOffers(texture, GenerationDemands.Of(GenerationStage.Texture, options), offers) is not { } textureRevisions) return null;
        return new CacheKey(Hash(shape), Hash(texture)) { ShapeRevisions = shapeRevisions, TextureRevisions = textureRevisions };
    }

    /// <summary>The revisions of the models that may run; null: nobody is known to run the stage.</summary>
    private static ImmutableArray<string>? AddOffers(StringBuilder text, StageDemand demand, ClusterOffers offers)
    {
        var serving = offers.InForce.IsDefaultOrEmpty ? [] : offers.InForce.Where(offer => offer.Stage == demand.Stage && offer.Engine == demand.Engine && offer.Serves(demand.Model)).ToArray();
        if (serving.Length == 0) return null;
        var models = serving.Select(offer => (Engine: offer.Revision, Model: offer.FindModel(demand.Model))).Distinct().OrderBy(pair => pair.Engine, StringComparer.Ordinal)
            .ThenBy(pair => pair.Model?.Revision, StringComparer.Ordinal).ToArray();
        foreach (var (engine, model) in models)
        {
            Add(text, engine);
            Add(text, model?.Name ?? demand.Model);
            Add(text, model?.Revision);
        }

        return [.. models.Select(pair => pair.Model).OfType<ModelOffer>().Select(model => model.Revision).Distinct()];
    }

    // With its length before it, so that no value can be taken for the end of one and the beginning of the next.
    private static void Add<T>(StringBuilder text, T value)
    {
        if (value is null)
        {
            text.Append("-|");
            return;
        }

        var word = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        text.Append(CultureInfo.InvariantCulture, $"{word.Length}:").Append(word).Append('|');
    }

    private static string Hash(StringBuilder text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
}
