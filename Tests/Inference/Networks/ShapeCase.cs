using System.Text.Json;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Tests.Golden;

namespace Hunyuan3D.Tests.Inference.Networks;

/// <summary>One recorded case of the shape pipeline: its checkpoint imported as a user's download is, its parameters, its tensors.</summary>
internal sealed class ShapeCase : IDisposable
{
    private readonly TempFolder _model = new();

    public ShapeCase(string name, GraphTarget? target = null, bool taps = true)
    {
        Name = name;
        Folder = GoldenSet.Folder("shape", name);
        Parameters = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "case.json"))).RootElement;
        Expected = GoldenSet.Expected("shape", name);
        Checkpoint = FindCheckpoint(Folder);
        var importer = new ShapeModelImporter(target ?? new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32));
        if (taps)
            AddTaps(importer, ShapeModelConfig.Read(Checkpoint.ConfigFile), Checkpoint.FlashVdmVaeFolder is { } vae ? ShapeModelConfig.ReadVaeOnly(Path.Combine(vae, ShapeModel.ConfigFile)) : null);
        importer.Import(Checkpoint, _model.Path, null, CancellationToken.None);
        Model = ShapeModel.Open(_model.Path);
        Networks = new ShapeNetworks(Model, Sessions, useFlashVdmVae: true);
        OwnVaeNetworks = new ShapeNetworks(Model, Sessions, useFlashVdmVae: false);
    }

    public static IReadOnlyList<string> Names { get; } = [.. Directory.EnumerateDirectories(GoldenSet.Folder("shape"))
        .Where(folder => Directory.Exists(Path.Combine(folder, "models")))
        .Select(folder => Path.GetFileName(folder))
        .Order(StringComparer.Ordinal)];

    public string Name { get; }

    public string Folder { get; }

    public JsonElement Parameters { get; }

    public SafetensorsFile Expected { get; }

    public ShapeCheckpoint Checkpoint { get; }

    public ShapeModel Model { get; }

    public ShapeModelConfig Config => Model.Config;

    public ShapeVaeConfig? FlashVdmVae => Model.FlashVdmVae;

    public SessionPool Sessions { get; } = new(new SessionPoolOptions(), TimeProvider.System);

    /// <summary>With the VAE that replaces the own one under FlashVDM, where the case has one.</summary>
    public ShapeNetworks Networks { get; }

    public ShapeNetworks OwnVaeNetworks { get; }

    public TensorData Tensor(string name) => new(Expected.ReadSingles(name), [.. Expected.Entry(name).Shape]);

    /// <summary>Runs one imported graph with its taps.</summary>
    public IReadOnlyDictionary<string, TensorData> Run(string graph, params (string Name, TensorData Value)[] inputs) => Sessions.Get(Path.Combine(_model.Path, graph)).Run(inputs);

    public string VaeGraph(string graph) => FlashVdmVae is null ? graph : Path.Combine(ModelGraph.FlashVdm, graph);

    public void Dispose()
    {
        Sessions.Dispose();
        Expected.Dispose();
        _model.Dispose();
    }

    private static ShapeCheckpoint FindCheckpoint(string folder)
    {
        var folders = Directory.EnumerateFiles(Path.Combine(folder, "models"), "config.yaml", SearchOption.AllDirectories).Select(path => Path.GetDirectoryName(path)!).ToList();
        return new ShapeCheckpoint(
            folders.Single(path => Path.GetFileName(path).Contains("-dit-", StringComparison.Ordinal)),
            folders.SingleOrDefault(path => Path.GetFileName(path).Contains("-vae-", StringComparison.Ordinal)));
    }

    private static void AddTaps(ShapeModelImporter importer, ShapeModelConfig config, ShapeVaeConfig? flashVdmVae)
    {
        importer.WithTap(ModelGraph.Encoder, "dino_embeddings");
        for (var i = 0; i < config.Conditioner!.Layers; i++)
            importer.WithTap(ModelGraph.Encoder, $"dino_layer.{i}");
        string[] denoiser = ["time_vec.in", "time_vec", "guidance_vec.in", "guidance_vec", "latent_in",
            .. Enumerable.Range(0, config.Denoiser.Depth).SelectMany(i => new[] { $"double.{i}.0", $"double.{i}.1" }),
            .. Enumerable.Range(0, config.Denoiser.DepthSingleBlocks).Select(i => $"single.{i}")];
        foreach (var tap in denoiser)
            importer.WithTap(ModelGraph.Denoiser, tap);
        foreach (var (below, layers) in new[] { ("", config.Vae.DecoderLayers), (ModelGraph.FlashVdm, flashVdmVae?.DecoderLayers ?? 0) })
        {
            string[] vae = ["post_kl", "out", "latents_proj", .. Enumerable.Range(0, layers).Select(i => $"block.{i}")];
            foreach (var tap in vae)
                importer.WithTap(Path.Combine(below, ModelGraph.Vae), tap);
            foreach (var tap in new[] { "fourier", "query_proj", "cross_block" })
                importer.WithTap(Path.Combine(below, ModelGraph.Geometry), tap);
        }
    }
}
