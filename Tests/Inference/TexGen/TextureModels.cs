using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Tests.Inference.TexGen.Diffusion;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hunyuan3D.Tests.Inference.TexGen;

/// <summary>A model store with the tiny texture models, imported as a user imports them, once for all tests of a class.</summary>
public sealed class TextureModels : IDisposable
{
    public const string Base = "paint-v2-0";
    public const string Turbo = "paint-v2-0-turbo";
    public const string Delight = "delight-v2-0";

    private readonly TempFolder _folder = new();

    public TextureModels()
    {
        Store = new ModelStore(Path.Combine(_folder.Path, "models"));
        var delight = PaintCheckpoints.WriteDelight(Directory.CreateDirectory(Path.Combine(_folder.Path, "hunyuan3d-delight-v2-0")).FullName);
        // The turbo model is the same network with other weights; its checkpoint is told by its name.
        Import(PaintCheckpoints.Paint, Base);
        Import(PaintCheckpoints.Paint, Turbo);
        Import(delight, Delight);
    }

    internal ModelStore Store { get; }

    /// <summary>Keeps the networks in memory from test to test.</summary>
    internal SessionPool Sessions { get; } = new(new SessionPoolOptions(), TimeProvider.System);

    /// <summary>Upstream's steps and sizes cut down to what a test can wait for.</summary>
    internal static TextureEngineOptions Small => new() { ViewSize = 64, RenderSize = 128, DelightSteps = 2, CheckpointPeriod = TimeSpan.Zero };

    public void Dispose()
    {
        Sessions.Dispose();
        _folder.Dispose();
    }

    internal Hunyuan3DTextureEngine Engine(SessionPool sessions, TextureEngineOptions? options = null, ModelStore? store = null) => new(
        new InstalledModels(store ?? Store, new ModelStoreOptions(), sessions, TimeProvider.System), sessions, options ?? Small, TimeProvider.System, NullLogger<Hunyuan3DTextureEngine>.Instance);

    private void Import(string folder, string name) => Store.Import(new ModelImportRequest(folder, new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32)) { Name = name });
}
