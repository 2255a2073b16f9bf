namespace Hunyuan3D.Inference.Imaging;

/// <summary>
/// The pictures of one thing: the front, and optionally its other sides, named as upstream names them: <c>left</c> is the thing's own left side, seen by a viewer at +X
/// (the thing turned 90 degrees clockwise, as seen from above), with its front on the picture's left.
/// </summary>
public sealed record ViewPictures(Picture Front, Picture? Left = null, Picture? Back = null, Picture? Right = null)
{
    /// <summary>The pictures that are present, in upstream's view order: front, left, back, right.</summary>
    public IEnumerable<(ViewSide Side, Picture Picture)> Present()
    {
        yield return (ViewSide.Front, Front);
        if (Left is not null) yield return (ViewSide.Left, Left);
        if (Back is not null) yield return (ViewSide.Back, Back);
        if (Right is not null) yield return (ViewSide.Right, Right);
    }

    /// <summary>The same views with every present picture replaced.</summary>
    public ViewPictures Select(Func<ViewSide, Picture, Picture> replace) => new(
        replace(ViewSide.Front, Front),
        Left is null ? null : replace(ViewSide.Left, Left),
        Back is null ? null : replace(ViewSide.Back, Back),
        Right is null ? null : replace(ViewSide.Right, Right));
}
