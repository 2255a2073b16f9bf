namespace Hunyuan3D.Grains.Scheduling;

/// <summary>Whether a model fits into a silo's device memory.</summary>
/// <param name="NeededBytes">0: not known, which fits.</param>
/// <param name="FreeBytes">What is free, or held by models that nobody uses at present.</param>
/// <param name="TotalBytes">0: not known, which fits.</param>
internal readonly record struct MemoryFit(long NeededBytes, long FreeBytes, long TotalBytes)
{
    public bool Ever => NeededBytes == 0 || TotalBytes == 0 || NeededBytes <= TotalBytes;

    public bool Now => NeededBytes == 0 || TotalBytes == 0 || NeededBytes <= FreeBytes;
}
