using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ModelStores;

/// <summary>
/// What a process that dies leaves behind is what lies on disk at that moment. So the store is copied while an import runs, at every step and many times within steps,
/// and each copy is then used as the next process would.
/// </summary>
public sealed class ModelStoreCrashTests : IDisposable
{
    private const int ReportsBetweenCopies = 5;
    private static readonly GraphTarget Fp32 = StoredModels.Cpu();

    private readonly TempFolder _folder = new();

    private string Root => Path.Combine(_folder.Path, "models");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Import_InterruptedAnywhere_LeavesTheOldModelOrTheNewOne(bool replacesAnother)
    {
        var checkpoint = Checkpoints.Copy(Checkpoints.Mini, Path.Combine(_folder.Path, "hunyuan3d-dit-v2-mini"));
        var store = new ModelStore(Root);
        var before = replacesAnother ? store.Import(new ModelImportRequest(checkpoint, Fp32)).Model.Manifest.Revision : null;
        Checkpoints.Change(checkpoint);
        var copies = new List<(string Step, string Root)>();
        var (last, reports) = ("", 0);

        var after = store.Import(new ModelImportRequest(checkpoint, Fp32), new SynchronousProgress(progress =>
        {
            if (progress.Step != last || reports++ % ReportsBetweenCopies == 0)
                copies.Add((progress.Step, CopyStore(copies.Count)));
            last = progress.Step;
        })).Model.Manifest.Revision;

        Assert.Superset(new HashSet<string> { "encoder", "denoiser", "checking", "installing", "installed" }, copies.Select(copy => copy.Step).ToHashSet());
        Assert.True(copies.Count > 10, $"only {copies.Count} moments were tried");
        Assert.All(copies, copy =>
        {
            var survivor = new ModelStore(copy.Root);
            var found = survivor.Find("v2-mini", Fp32);
            Assert.Equal(copy.Step == "installed" ? after : before, found?.Manifest.Revision);
            if (found is not null)
                Assert.Empty(survivor.Verify(found));
            Assert.Equal(copy.Step == "installed", survivor.Import(new ModelImportRequest(checkpoint, Fp32)).AlreadyThere);
            Assert.Equal(after, survivor.Find("v2-mini", Fp32)?.Manifest.Revision);
            Assert.Empty(survivor.Verify(survivor.Find("v2-mini", Fp32)!));
            Assert.True(Checkpoints.IsClean(survivor));
        });
    }

    [Fact]
    public void Import_CancelledAnywhere_LeavesTheStoreAsItWas()
    {
        var store = new ModelStore(Root);
        var reports = 0;
        for (var moment = 0; ; moment += 7)
        {
            using var cancel = new CancellationTokenSource();
            reports = 0;
            try
            {
                store.Import(new ModelImportRequest(Checkpoints.Mini, Fp32), new SynchronousProgress(_ => CancelAt(moment)), cancel.Token);
                break;
            }
            catch (OperationCanceledException)
            {
                Assert.Empty(store.List());
                Assert.True(Checkpoints.IsClean(store));
            }

            void CancelAt(int count)
            {
                if (reports++ == count)
                    cancel.Cancel();
            }
        }

        Assert.True(reports > 50, $"only {reports} moments were there to cancel at");
        Assert.NotNull(store.Find("v2-mini", Fp32));
    }

    /// <summary>Without the lock, which dies with its process.</summary>
    private string CopyStore(int index)
    {
        var copy = Directory.CreateDirectory(Path.Combine(_folder.Path, $"copy-{index}")).FullName;
        var models = Path.Combine(Root, "v2-mini");
        return Directory.Exists(models) ? Path.GetDirectoryName(Checkpoints.Copy(models, Path.Combine(copy, "v2-mini")))! : copy;
    }
}
