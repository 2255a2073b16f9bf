namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>
/// Parts subject from background at the working resolution. What the border shows is taken for background; its smooth colour is carried
/// inwards in a few rounds, so that soft gradients and shadows are followed and edges are not; then a minimum cut weighs every pixel's
/// distance
/// from the background's colour against the contrast to its neighbours (Y. Boykov, M.-P. Jolly, "Interactive graph cuts", ICCV 2001).
/// There is no model of the subject's colours: a background that is plain is told by itself more surely than by what it is not.
/// </summary>
internal sealed class SubjectMask
{
    /// <summary>
    /// Squared distance at which a pixel is as likely subject as background: the 0.1 % tail of chi-square with 3 degrees of freedom.
    /// </summary>
    private const float EvenOdds = 16;

    /// <summary>Squared distance of a soft shadow: rather background, but contrast may overrule it.</summary>
    private const float ShadedDistance = 6;

    /// <summary>Squared distance beyond which more adds no certainty.</summary>
    private const float Certain = 60;

    /// <summary>Cost of parting two pixels of one colour, in the units of the squared distances.</summary>
    private const float Smoothness = 14;

    /// <summary>Squared Oklab difference of neighbours at which an edge costs 1/e of that: a difference of 0.04 is plain to see.</summary>
    private const float EdgeScale = 0.04f * 0.04f;

    /// <summary>The graph's capacities are whole numbers of this fraction.</summary>
    private const float Unit = 1 / 64f;

    private const float Diagonal = 1.41421356f;

    private const int Rounds = 3;

    /// <summary>Below this share of its border explained by one smooth surface, a picture has no plain background.</summary>
    private const float LeastAgreement = 0.4f;

    /// <summary>Regions smaller than this share of the largest are not part of the subject.</summary>
    private const float LeastPart = 0.01f;

    /// <summary>Shares of the picture that a subject can cover.</summary>
    private const float LeastSubject = 0.0005f, LargestSubject = 0.98f;

    private SubjectMask(bool[] subject, BackgroundField background) => (Subject, Background) = (subject, background);

    /// <summary>[height, width] of the working image.</summary>
    public bool[] Subject { get; }

    public BackgroundField Background { get; }

    /// <exception cref="StageInputException">No background or no subject can be made out.</exception>
    public static SubjectMask Find(WorkImage image, string field)
    {
        var surface = BackgroundSurface.Fit(image);
        if (surface.Agreement < LeastAgreement)
        {
            throw new StageInputException(field,
                $"The picture's background is not plain: one smooth colour explains {surface.Agreement:P0} of its border, "
                + $"at least {LeastAgreement:P0} are needed. Send a picture with a transparent or plain background.");
        }

        var background = Ring(image);
        var distances = BackgroundDistance.Measure(image, surface.Colours, background);
        background = ReachedFromBorder(image, distances);
        var colours = BackgroundField.Of(image, surface, background);
        for (var round = 1; round < Rounds; round++)
        {
            distances = BackgroundDistance.Measure(image, colours.Colours, background);
            background = ReachedFromBorder(image, distances);
            colours = BackgroundField.Of(image, surface, background);
        }

        distances = BackgroundDistance.Measure(image, colours.Colours, background);
        var shaded = SoftShading.Reach(image, colours, background);
        var weighed = (float[])distances.Clone();
        for (var i = 0; i < shaded.Length; i++)
            weighed[i] = shaded[i] ? Math.Min(distances[i], ShadedDistance) : distances[i];
        var subject = Cut(image, weighed);
        Tidy(subject, image.Width, distances);
        var share = (float)subject.Count(inside => inside) / subject.Length;
        return share switch
        {
            < LeastSubject => throw new StageInputException(field,
                "The picture shows no subject: nothing in it differs from its background. "
                + "Send a picture of one thing before a plain background of another colour, or with a transparent background."),
            > LargestSubject => throw new StageInputException(field,
                $"The picture's subject fills {share:P0} of it, so no background can be told from it. "
                + "Send a picture with some background on all sides, or with a transparent background."),
            _ => new SubjectMask(subject, BackgroundField.Of(image, surface, [.. subject.Select(inside => !inside)])),
        };
    }

    private static bool[] Ring(WorkImage image)
    {
        var ring = new bool[image.Colours.Length];
        for (var i = 0; i < ring.Length; i++)
        {
            var (x, y) = (i % image.Width, i / image.Width);
            ring[i] = x < 2 || y < 2 || x >= image.Width - 2 || y >= image.Height - 2;
        }

        return ring;
    }

    private static bool[] ReachedFromBorder(WorkImage image, float[] distances)
    {
        var near = new bool[distances.Length];
        for (var i = 0; i < near.Length; i++)
            near[i] = distances[i] < EvenOdds;
        var regions = Components.Of(near, image.Width, value: true, diagonal: false);
        for (var i = 0; i < near.Length; i++)
            near[i] = near[i] && regions.Regions[regions[i]].Border;
        return near;
    }

    private static bool[] Cut(WorkImage image, float[] distances)
    {
        var cut = new GridMinCut(image.Width, image.Height);
        ReadOnlySpan<(int X, int Y, int Direction, float Length)> edges =
            [(1, 0, 0, 1f), (0, 1, 2, 1f), (1, 1, 4, Diagonal), (-1, 1, 6, Diagonal)];
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var pixel = y * image.Width + x;
                cut.SetCosts(x, y, (int)(Math.Min(distances[pixel], Certain) / Unit), (int)(EvenOdds / Unit));
                foreach (var (dx, dy, direction, length) in edges)
                {
                    if (x + dx < 0 || x + dx >= image.Width || y + dy >= image.Height)
                        continue;
                    var contrast = (image.Colours[pixel] - image.Colours[pixel + dy * image.Width + dx]).LengthSquared();
                    cut.SetEdge(x, y, direction, (int)(Smoothness / length * MathF.Exp(-contrast / EdgeScale) / Unit));
                }
            }
        }

        return cut.Solve();
    }

    private static void Tidy(bool[] subject, int width, float[] distances)
    {
        var parts = Components.Of(subject, width, value: true, diagonal: true);
        var least = LeastPart * parts.Regions.Select(region => region.Area).DefaultIfEmpty().Max();
        for (var i = 0; i < subject.Length; i++)
            subject[i] = subject[i] && parts.Regions[parts[i]].Area >= least;

        HoleFilter.CloseFalse(subject, width, distances);
    }
}
