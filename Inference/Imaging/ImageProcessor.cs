using Hunyuan3D.Inference.Imaging.Resampling;

namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// The shape models' image preprocessing: Hunyuan3D-2's <c>ImageProcessorV2</c> (one picture) and <c>MVImageProcessorV2</c> (views).
/// Source: Tencent/Hunyuan3D-2 <c>hy3dgen/shapegen/preprocessors.py</c>.
/// </summary>
/// <param name="size">Pixels a side of the result, as the checkpoint's <c>image_processor.params.size</c> says (512 or 1022).</param>
/// <param name="borderRatio">See <see cref="SubjectCenterer.Center"/>.</param>
internal sealed class ImageProcessor(int size, double borderRatio = SubjectCenterer.DefaultBorderRatio)
{
    private const int Channels = 3;

    /// <param name="picture">With the subject's alpha; an opaque picture is all subject.</param>
    /// <exception cref="StageInputException">The picture has no visible pixels.</exception>
    public ProcessedImage Process(Picture picture, string field = "image") => Process([(0, picture, field)]);

    /// <summary>Any views of one thing, each centred on its own; the result is in the order of their indices.</summary>
    /// <exception cref="StageInputException">A picture has no visible pixels.</exception>
    public ProcessedImage Process(ViewPictures views)
    {
        ArgumentNullException.ThrowIfNull(views);
        return Process([.. views.Present().OrderBy(view => view.Side).Select(view => ((int)view.Side, view.Picture, view.Side.Field()))]);
    }

    private ProcessedImage Process((int Index, Picture Picture, string Field)[] views)
    {
        var plane = size * size;
        var (image, mask) = (new float[views.Length * Channels * plane], new float[views.Length * plane]);
        for (var v = 0; v < views.Length; v++)
        {
            var centered = SubjectCenterer.Center(views[v].Picture, borderRatio, views[v].Field);
            var colours = OpenCvResize.Cubic(centered, size, size).Pixels;
            var alphas = OpenCvResize.Nearest(centered, size, size).Pixels;
            for (var i = 0; i < plane; i++)
            {
                for (var c = 0; c < Channels; c++)
                    image[(v * Channels + c) * plane + i] = ToSigned(colours[i * 4 + c]);
                mask[v * plane + i] = ToSigned(alphas[i * 4 + 3]);
            }
        }

        return new ProcessedImage(image, mask, size, [.. views.Select(view => view.Index)]);
    }

    private static float ToSigned(byte level) => level / 255f * 2 - 1;
}
