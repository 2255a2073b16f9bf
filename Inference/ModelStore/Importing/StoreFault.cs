namespace Hunyuan3D.Inference.ModelStore.Importing;

/// <summary>Says what an operating system's error means for whoever changes a store.</summary>
internal static class StoreFault
{
    private const int UnixNoSpace = 28;
    private const int UnixQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    public static ModelStoreException Explain(string root, Exception fault) => fault switch
    {
        IOException { HResult: UnixNoSpace or UnixQuota or WindowsDiskFull } => new ModelStoreException(
            $"The disk of {root} is full. Nothing was installed. Make room ('hunyuan3d models list' shows what is there), take a smaller --precision, or another folder with --models.", fault),
        UnauthorizedAccessException => new ModelStoreException($"The model store {root} or the checkpoint cannot be used: {fault.Message} Give a folder that can be written with --models.", fault),
        _ => new ModelStoreException($"The model store {root} or the checkpoint cannot be used: {fault.Message}", fault),
    };
}
