using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;

namespace Hunyuan3D.Grains.Caching;

/// <summary>Names all that decides a result: the content of the pictures and of a given mesh, the options, and the revisions of the engines and models that would run.</summary>
internal static class ResultCacheKey
{
    /// <returns>64 hex digits.</returns>
    public static string Of(GenerationRequest request, ClusterOffers offers)
    {
        var (pictures, options) = (request.Pictures, request.Options);
        var text = new StringBuilder(512);
        foreach (var picture in (ReadOnlySpan<ArtifactRef?>)[pictures.Front, pictures.Left, pictures.Back, pictures.Right])
            text.Append(picture?.Sha256).Append('|');
        text.Append(CultureInfo.InvariantCulture, $"{options.Engine}|{options.Texture}|{options.Seed}");
        text.Append(request.Mesh is { } mesh
            ? string.Create(CultureInfo.InvariantCulture, $"|mesh {mesh.Sha256}|{(options.KeepUvs ? "keep" : options.Faces)}")
            : string.Create(CultureInfo.InvariantCulture, $"|{options.Steps}|{options.Guidance:R}|{options.OctreeResolution}|{options.Faces}"));
        if (options.Texture) text.Append(CultureInfo.InvariantCulture, $"|{options.TextureSize}|{options.TextureFormat}|{options.TextureSteps}");
        foreach (var demand in GenerationDemands.Of(request))
        {
            var offer = offers.Find(demand);
            var model = offer?.FindModel(demand.Model);
            text.Append(CultureInfo.InvariantCulture, $"|{offer?.Revision}|{model?.Name ?? demand.Model}|{model?.Revision}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
