using System.Globalization;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.ShapeGen.FlashVdm;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>A request with every default filled in, checked against its model.</summary>
/// <param name="TopK">How FlashVDM chooses keys; not used by the other decoders.</param>
internal sealed record ShapeSettings(int Steps, float GuidanceScale, int OctreeResolution, float McLevel, int MaxFaces, VolumeDecoderKind Decoder, FlashVdmTopKMode TopK)
{
    private const int LeastOctreeResolution = 16;
    private const int LeastFaces = 100;

    /// <summary>For people: <c>hierarchical</c>, <c>flashvdm-merge</c>.</summary>
    public string DecoderName => Decoder == VolumeDecoderKind.FlashVdm ? $"flashvdm-{TopK}".ToLowerInvariant() : Decoder.ToString().ToLowerInvariant();

    /// <exception cref="StageInputException">A value is out of range, or the model cannot run with it.</exception>
    public static ShapeSettings Of(ShapeRequest request, StoredModel stored, ShapeModel model, VolumeDecoderKind? decoder)
    {
        var defaults = ShapeDefaults.Of(stored.Name, model.Config);
        var settings = new ShapeSettings(
            request.Steps ?? defaults.Steps,
            request.GuidanceScale ?? ShapeDefaults.GuidanceScale,
            request.OctreeResolution ?? ShapeDefaults.OctreeResolution,
            request.McLevel,
            request.MaxFaces,
            decoder ?? (defaults.FlashVdm is not null && model.FlashVdmVae is not null ? VolumeDecoderKind.FlashVdm : VolumeDecoderKind.Hierarchical),
            defaults.FlashVdm ?? FlashVdmTopKMode.Mean);
        Check("steps", settings.Steps, 1, model.Config.PcmTimesteps ?? 1000, "diffusion steps for this model");
        Check("octreeResolution", settings.OctreeResolution, LeastOctreeResolution, GridAxis.MaxResolution, "cells along an axis");
        Check("faces", settings.MaxFaces, LeastFaces, int.MaxValue, "faces");
        CheckPictures(request, stored, model);
        return settings;
    }

    public IFlowScheduler Scheduler(ShapeModel model) => model.Config.PcmTimesteps is { } phases
        ? new ConsistencyFlowMatchEulerDiscreteScheduler(Steps, phases)
        : new FlowMatchEulerDiscreteScheduler(Steps, model.Config.Shift);

    // Calls of the networks take turns on the device, so the decoders make one at a time.
    public IVolumeDecoder VolumeDecoder() => Decoder switch
    {
        VolumeDecoderKind.Vanilla => new VanillaVolumeDecoder(maxParallelism: 1),
        VolumeDecoderKind.Hierarchical => new HierarchicalVolumeDecoder(maxParallelism: 1),
        _ => new FlashVdmVolumeDecoder(TopK),
    };

    private static void CheckPictures(ShapeRequest request, StoredModel stored, ShapeModel model)
    {
        if (model.Config.Conditioner is null)
            throw new StageInputException("model", $"Model '{stored.Name}' was published without its image encoder and cannot take pictures. Ask for another model.");
        var sides = request.Pictures.Present().Select(view => view.Side).Where(side => side != ViewSide.Front).Select(side => side.Field()).ToList();
        if (!model.Config.MultiView && sides.Count > 0)
        {
            throw new StageInputException(
                sides[0],
                $"Model '{stored.Name}' makes its shape from the front picture alone, and a picture of another side was given too ({string.Join(", ", sides)}). "
                + "Leave it out, or ask for a model that takes several sides: v2-mv-turbo, v2-mv-fast or v2-mv.");
        }
    }

    private static void Check(string field, int value, int least, int most, string of)
    {
        if (value >= least && value <= most)
            return;
        var range = most == int.MaxValue ? $"at least {least}" : string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");
        throw new StageInputException(field, string.Create(CultureInfo.InvariantCulture, $"Expected {range} {of}, not {value}."));
    }
}
