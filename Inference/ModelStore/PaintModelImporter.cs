using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>
/// Turns the texture checkpoints, folders in the diffusers layout, into graphs for one target.
/// </summary>
internal sealed class PaintModelImporter(GraphTarget target)
{
    public const string Unet = "unet.onnx";
    public const string ReferenceWriter = "reference.onnx";
    public const string VaeEncoder = "vae-encoder.onnx";
    public const string VaeDecoder = "vae-decoder.onnx";

    private readonly List<(string Graph, string Tap)> _taps = [];

    /// <summary>Adds an inner value to a graph's outputs, for comparison with a reference.</summary>
    public PaintModelImporter WithTap(string graph, string tap)
    {
        _taps.Add((graph, tap));
        return this;
    }

    /// <summary>Imports <c>hunyuan3d-paint-v2-0</c> or its turbo twin.</summary>
    /// <param name="destination">An existing, empty folder.</param>
    /// <exception cref="CheckpointException">The checkpoint is broken or does not fit its config.</exception>
    public PaintModel Import(string folder, string destination, CancellationToken cancellationToken)
    {
        var config = StableDiffusionUNetConfig.Read(Path.Combine(folder, "unet", "config.json"));
        float[] text;
        using (var file = DiffusersFolder.OpenWeights(Path.Combine(folder, "unet")))
        {
            var generator = new CheckpointModule(file, "unet.");
            Graph(destination, Unet, graph => PaintUNet.Build(graph, config, generator), cancellationToken);
            text = PaintUNet.LearnedText(config, generator);
            var referenceText = generator.Read("learned_text_clip_ref", 1, text.Length / config.CrossAttentionDim, config.CrossAttentionDim);
            generator.RefuseUnread();
            var dual = new CheckpointModule(file, "unet_dual.");
            Graph(destination, ReferenceWriter, graph => PaintUNet.BuildReferenceWriter(graph, config, dual, referenceText), cancellationToken);
            dual.RefuseUnread(name => PaintUNet.IsUnusedByReferenceWriter(config, name));
        }

        var vae = ImportVae(folder, destination, cancellationToken);
        return new PaintModel(destination, config, vae, DiffusionBetas(folder), text);
    }

    /// <summary>Imports <c>hunyuan3d-delight-v2-0</c>.</summary>
    /// <param name="destination">An existing, empty folder.</param>
    /// <exception cref="CheckpointException">The checkpoint is broken or does not fit its config.</exception>
    public (StableDiffusionUNetConfig Unet, AutoencoderKlConfig? Vae) ImportDelight(string folder, string destination, CancellationToken cancellationToken)
    {
        var config = StableDiffusionUNetConfig.Read(Path.Combine(folder, "unet", "config.json"));
        using (var file = DiffusersFolder.OpenWeights(Path.Combine(folder, "unet")))
        {
            var module = new CheckpointModule(file, "");
            Graph(destination, Unet, graph => DelightUNet.Build(graph, config, module), cancellationToken);
            module.RefuseUnread();
        }

        return (config, DiffusersFolder.HasWeights(Path.Combine(folder, "vae")) ? ImportVae(folder, destination, cancellationToken) : null);
    }

    private AutoencoderKlConfig ImportVae(string folder, string destination, CancellationToken cancellationToken)
    {
        var vae = AutoencoderKlConfig.Read(Path.Combine(folder, "vae", "config.json"));
        using var file = DiffusersFolder.OpenWeights(Path.Combine(folder, "vae"));
        var module = new CheckpointModule(file, "");
        Graph(destination, VaeEncoder, graph => AutoencoderKl.BuildEncoder(graph, vae, module), cancellationToken);
        Graph(destination, VaeDecoder, graph => AutoencoderKl.BuildDecoder(graph, vae, module), cancellationToken);
        module.RefuseUnread();
        return vae;
    }

    private static Schedulers.DiffusionBetas DiffusionBetas(string folder) => Schedulers.DiffusionBetas.Read(Path.Combine(folder, "scheduler", "scheduler_config.json"));

    private void Graph(string destination, string name, Action<GraphBuilder> build, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var graph = new GraphBuilder(Path.Combine(destination, name), target, _taps.Where(tap => tap.Graph == name).Select(tap => tap.Tap));
        build(graph);
        graph.Save();
    }
}
