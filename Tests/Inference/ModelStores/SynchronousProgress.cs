using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Tests.Inference.ModelStores;

/// <summary>Hands reports on at once, on the thread that works.</summary>
internal sealed class SynchronousProgress(Action<ModelImportProgress> told) : IProgress<ModelImportProgress>
{
    public void Report(ModelImportProgress value) => told(value);
}
