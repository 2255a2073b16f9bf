using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Hub;

/// <summary>What to do with a fetched model.</summary>
/// <param name="Target">What it is imported for.</param>
public sealed record PullOptions(GraphTarget Target)
{
    /// <summary>False: fetch only. Default true.</summary>
    public bool Import { get; init; } = true;

    /// <summary>True: what was fetched stays on disk after the import. Default false.</summary>
    public bool KeepDownload { get; init; }

    /// <summary>Told of the download, on several threads.</summary>
    public IProgress<TransferProgress>? Transfers { get; init; }

    /// <summary>Told of the import.</summary>
    public IProgress<ModelImportProgress>? Importing { get; init; }
}
