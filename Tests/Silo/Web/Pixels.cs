using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>What can be said of a picture of the page without knowing what is on it.</summary>
internal sealed class Pixels
{
    private readonly Picture _picture;

    private Pixels(Picture picture) => _picture = picture;

    public static Pixels Of(byte[] png) => new(ImageCodec.Decode(png, ImageLimits.Default));

    /// <summary>Colours, to five bits a channel, in the middle half of the picture.</summary>
    public int ColoursInTheMiddle()
    {
        var colours = new HashSet<int>();
        foreach (var i in Middle())
            colours.Add((_picture.Pixels[i] >> 3 << 10) | (_picture.Pixels[i + 1] >> 3 << 5) | (_picture.Pixels[i + 2] >> 3));
        return colours.Count;
    }

    /// <summary>Share of the middle half that differs visibly from another picture of the same size.</summary>
    public double DifferenceTo(Pixels other)
    {
        var all = Middle().ToList();
        return all.Count(i => Math.Abs(_picture.Pixels[i] - other._picture.Pixels[i]) + Math.Abs(_picture.Pixels[i + 1] - other._picture.Pixels[i + 1]) > 24) / (double)all.Count;
    }

    /// <summary>Where the pixels of the middle half begin.</summary>
    private IEnumerable<int> Middle() =>
        from y in Enumerable.Range(_picture.Height / 4, _picture.Height / 2)
        from x in Enumerable.Range(_picture.Width / 4, _picture.Width / 2)
        select 4 * (y * _picture.Width + x);
}
