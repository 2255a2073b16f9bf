using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>
/// Turns the texture checkpoints, folders in the diffusers layout, into graphs for one target.
/// </summary>
/// <param name="files">Is told of every file that is written; null: nobody is.</param>
internal sealed class PaintModelImporter(GraphTarget target, IGraphFiles? files = null)
{
    public const string Unet = "unet.onnx";
    public const string ReferenceWriter = "reference.onnx";
    public const string VaeEncoder = "vae-encoder.onnx";
    public const string VaeDecoder = "vae-decoder.onnx";

    /// <summary>The prompt's embedding, rows of little-endian f32.</summary>
    public const string Text = "text.f32";

    private readonly List<(string Graph, string Tap)> _taps = [];

    /// <summary>Adds an inner value to a graph's outputs, for comparison with a reference.</summary>
    public PaintModelImporter WithTap(string graph, string tap)
    {
        _taps.Add((graph, tap));
        return this;
    }

    /// <summary>Imports <c>hunyuan3d-paint-v2-0</c> or its turbo twin.</summary>
    /// <param name="destination">An existing, empty folder; all that <see cref="PaintModel.Open"/> needs is there afterwards.</param>
    /// <param name="progress">The graph that is built next.</param>
    /// <exception cref="CheckpointException">The checkpoint is broken or does not fit its config.</exception>
    public PaintModel Import(string folder, string destination, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        DiffusersFolder.CopyConfigs(folder, destination);
        var config = StableDiffusionUNetConfig.Read(DiffusersFolder.UnetConfig(destination));
        using (var file = DiffusersFolder.OpenWeights(Path.Combine(folder, "unet")))
        {
            var generator = new CheckpointModule(file, "unet.");
            Graph(destination, Unet, graph => PaintUNet.Build(graph, config, generator), progress, cancellationToken);
            var text = PaintUNet.LearnedText(config, generator);
            PaintModel.WriteText(destination, text);
            var referenceText = generator.Read("learned_text_clip_ref", 1, text.Length / config.CrossAttentionDim, config.CrossAttentionDim);
            generator.RefuseUnread();
            var dual = new CheckpointModule(file, "unet_dual.");
            Graph(destination, ReferenceWriter, graph => PaintUNet.BuildReferenceWriter(graph, config, dual, referenceText), progress, cancellationToken);
            dual.RefuseUnread(name => PaintUNet.IsUnusedByReferenceWriter(config, name));
        }

        ImportVae(folder, destination, progress, cancellationToken);
        return PaintModel.Open(destination);
    }

    /// <summary>Imports <c>hunyuan3d-delight-v2-0</c>. Its text encoder runs once, here: it is only ever asked for the empty prompt.</summary>
    /// <param name="destination">An existing, empty folder; all that <see cref="DelightModel.Open"/> needs is there afterwards.</param>
    /// <param name="progress">The graph that is built next.</param>
    /// <exception cref="CheckpointException">The checkpoint is broken or does not fit its config.</exception>
    public DelightModel ImportDelight(string folder, string destination, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        DiffusersFolder.CopyConfigs(folder, destination);
        var config = StableDiffusionUNetConfig.Read(DiffusersFolder.UnetConfig(destination));
        progress?.Report(Text);
        PaintModel.WriteText(destination, EmptyPrompt.Embed(folder, config.CrossAttentionDim, cancellationToken));
        using (var file = DiffusersFolder.OpenWeights(Path.Combine(folder, "unet")))
        {
            var module = new CheckpointModule(file, "");
            Graph(destination, Unet, graph => DelightUNet.Build(graph, config, module), progress, cancellationToken);
            module.RefuseUnread();
        }

        ImportVae(folder, destination, progress, cancellationToken);
        return DelightModel.Open(destination);
    }

    private void ImportVae(string folder, string destination, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var vae = AutoencoderKlConfig.Read(DiffusersFolder.VaeConfig(destination));
        using var file = DiffusersFolder.OpenWeights(Path.Combine(folder, "vae"));
        var module = new CheckpointModule(file, "");
        Graph(destination, VaeEncoder, graph => AutoencoderKl.BuildEncoder(graph, vae, module), progress, cancellationToken);
        Graph(destination, VaeDecoder, graph => AutoencoderKl.BuildDecoder(graph, vae, module), progress, cancellationToken);
        module.RefuseUnread();
    }

    private void Graph(string destination, string name, Action<GraphBuilder> build, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        progress?.Report(name);
        using var graph = new GraphBuilder(Path.Combine(destination, name), target, _taps.Where(tap => tap.Graph == name).Select(tap => tap.Tap), files);
        build(graph);
        graph.Save();
    }
}
