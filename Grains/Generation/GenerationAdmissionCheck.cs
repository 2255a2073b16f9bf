using System.Globalization;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Scheduling;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Inference.ModelStore;
using Microsoft.Extensions.DependencyInjection;

namespace Hunyuan3D.Grains.Generation;

/// <summary>Why a request is refused at the door, if it is.</summary>
internal static class GenerationAdmissionCheck
{
    /// <summary>Null: the request is fine as far as its values go.</summary>
    public static GenerationFailure? Values(GenerationRequest request)
    {
        var problems = GenerationRequestValidator.Validate(request);
        return problems.Count switch
        {
            0 => null,
            1 => problems[0].ToFailure(),
            _ => problems[0].ToFailure() with { Message = string.Join(' ', problems) },
        };
    }

    /// <summary>Null: there is time left.</summary>
    public static GenerationFailure? Deadline(GenerationRequest request, DateTimeOffset now)
        => request.Deadline is { } deadline && deadline <= now
            ? new RequestProblem("deadline", $"a time after {now:O}", $"{deadline:O}").ToFailure()
            : null;

    /// <summary>Null: no callback is wanted, or it can be promised.</summary>
    public static GenerationFailure? Callback(GenerationRequest request, IServiceProvider services)
        => request.CallbackUrl is { } url && services.GetRequiredService<IWebhookSender>().Refuse(url) is { } reason
            ? new GenerationFailure(GenerationFailureCode.InvalidInput, null, reason, Retryable: false, CallbackUrl.Field)
            : null;

    /// <summary>Null: some silo can serve every stage, or no silo has said yet what it can do.</summary>
    public static GenerationFailure? Offers(GenerationRequest request, ClusterOffers offers)
    {
        if (!offers.Known) return null;
        foreach (var demand in GenerationDemands.Of(request))
        {
            if (Offer(demand, offers) is { } failure) return failure;
        }

        return null;
    }

    /// <summary>Null: some silo can serve the demand, now or later.</summary>
    public static GenerationFailure? Offer(StageDemand demand, ClusterOffers offers)
        => offers.Find(demand) is null ? NotAvailable(demand, offers)
            : offers.FindShortfall(demand) is { } shortfall ? TooLarge(shortfall)
            : null;

    private static GenerationFailure TooLarge(ModelShortfall shortfall) => new(
        GenerationFailureCode.OutOfCapacity,
        shortfall.Stage,
        string.Create(CultureInfo.InvariantCulture, $"Model '{shortfall.Model}' needs {Gibibytes(shortfall.NeededBytes)} of device memory, and no silo has more than {Gibibytes(shortfall.TotalBytes)}. Ask for a smaller model, import it in a smaller precision, or add a silo with more memory."),
        Retryable: false,
        shortfall.Stage == GenerationStage.Shape ? "model" : "textureModel");

    internal static string Gibibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024 * 1024):F1} GiB");

    /// <summary>Says what is missing, what there is, and what to do.</summary>
    private static GenerationFailure NotAvailable(StageDemand demand, ClusterOffers offers)
    {
        var installed = offers.Offers.Where(offer => offer.Stage == demand.Stage && offer.Engine == demand.Engine).SelectMany(offer => offer.Models).Select(model => model.Name).Distinct().ToArray();
        var engines = string.Join(", ", offers.Offers.Where(offer => offer.Stage == demand.Stage).Select(offer => offer.Engine).Distinct().Order(StringComparer.Ordinal));
        var (field, message) = demand.Model is { } model && installed.Length > 0
            ? (demand.Stage == GenerationStage.Shape ? "model" : "textureModel", $"Model '{model}' of engine '{demand.Engine}' is not installed on any silo (installed: {string.Join(", ", installed)}). Ask for one of those, or {Install(model)}.")
            : ("engine", $"No silo can run the {(demand.Stage == GenerationStage.Shape ? "shape" : "texture")} stage of engine '{demand.Engine}' (available: {engines}). Ask for one of those; an engine whose weights are not installed is not available.{Needs(demand)}");
        return new GenerationFailure(GenerationFailureCode.ModelNotAvailable, demand.Stage, message, Retryable: false, field);
    }

    /// <summary>What the engine of networks needs; its textures take two models, and the second is easily forgotten.</summary>
    private static string Needs(StageDemand demand) => demand is { Engine: "hunyuan3d", Stage: GenerationStage.Texture }
        ? " Its textures need a paint model and delight-v2-0, which removes the light from the pictures: install both, for example with 'hunyuan3d models pull paint-v2-0-turbo' and 'hunyuan3d models pull delight-v2-0'."
        : demand.Engine == "hunyuan3d" ? $" To have it, {Install(demand.Model ?? "v2-mini-turbo")}." : "";

    private static string Install(string model) => ModelCatalog.Find(model) is not null
        ? $"install it with 'hunyuan3d models pull {model}'"
        : $"import it with 'hunyuan3d models import FOLDER --name {model}'";
}
