namespace Hunyuan3D.Inference.Imaging.Matting;

/// <summary>
/// Frees the subject of a picture from its background: a picture that has alpha keeps it, any other goes through the matting model if one is installed, and else through
/// the classical <see cref="SubjectCutter"/>.
/// </summary>
public sealed class BackgroundRemover
{
    private readonly Func<IMattingModel?> _matting;
    private readonly Func<string> _identity;

    /// <param name="matting">Gives the model to use; null: the classical cut-out.</param>
    /// <param name="identity">See <see cref="Identity"/>.</param>
    internal BackgroundRemover(Func<IMattingModel?> matting, Func<string>? identity = null) => (_matting, _identity) = (matting, identity ?? (() => ""));

    /// <summary>Never uses a matting model.</summary>
    public static BackgroundRemover Classical { get; } = new(() => null);

    /// <summary>Names how pictures without alpha are cut out now: equal texts, equal cut-outs. Empty: by the classical method.</summary>
    public string Identity => _identity();

    /// <param name="field">The request's field that the picture came in; errors carry it.</param>
    /// <exception cref="StageInputException">The picture is fully transparent, or shows no subject.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public SubjectCutout Cut(Picture picture, string field = "image", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (SubjectCutter.HasMask(picture, field) || _matting() is not { } matting)
            return SubjectCutter.Cut(picture, field);
        var cutout = MattingComposite.Apply(picture, matting.Mask(picture, cancellationToken));
        for (var i = 3; i < cutout.Pixels.Length; i += 4)
        {
            if (cutout.Pixels[i] > 0)
                return new SubjectCutout(cutout, MaskSource.MattingModel);
        }

        throw new StageInputException(field, "The matting model found no subject in the picture. Send a picture that shows one thing, or one whose background is transparent.");
    }
}
