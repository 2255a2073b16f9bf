namespace Hunyuan3D.Inference.TexGen;

/// <summary>One of the views that the paint model draws.</summary>
/// <param name="Azimuth">Degrees: 0 front, 90 left, 180 back, 270 right.</param>
/// <param name="Elevation">Degrees: one of -90, -20, 0, 20, 90.</param>
/// <param name="BakeWeight">Weight of the view where views are merged.</param>
internal sealed record SixView(int Azimuth, int Elevation, float BakeWeight)
{
    public Camera Camera { get; } = new(Azimuth, Elevation);

    /// <summary>The index by which the paint network knows this camera (its table's row is this plus 5).</summary>
    public int CameraIndex { get; } = SixViews.CameraIndex(Azimuth, Elevation);
}
