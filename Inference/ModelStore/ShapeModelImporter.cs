using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>
/// Turns a shape checkpoint into graphs for one target, and keeps its configs beside them, so that the folder is all that <see cref="ShapeModel.Open"/> needs. Every graph is built once per
/// import and streamed to disk, one tensor in memory at a time.
/// </summary>
/// <param name="files">Is told of every file that is written; null: nobody is.</param>
internal sealed class ShapeModelImporter(GraphTarget target, IGraphFiles? files = null)
{
    // The fp16 uploads also carry the VAE's training half.
    private static readonly string[] TrainingOnly = ["encoder.", "pre_kl."];

    private readonly List<(string Graph, string Tap)> _taps = [];

    /// <summary>Adds an inner value to a graph's outputs, for comparison with a reference.</summary>
    public ShapeModelImporter WithTap(string graph, string tap)
    {
        _taps.Add((graph, tap));
        return this;
    }

    /// <param name="destination">An existing, empty folder.</param>
    /// <param name="progress">The graph that is built next.</param>
    /// <exception cref="CheckpointException">The checkpoint is broken or does not fit its config.</exception>
    public ShapeModelConfig Import(ShapeCheckpoint checkpoint, string destination, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var config = ShapeModelConfig.Read(checkpoint.ConfigFile);
        using (var weights = ShapeCheckpoint.OpenWeights(checkpoint.Folder))
        {
            if (config.Conditioner is { } conditioner)
            {
                var encoder = new CheckpointModule(weights, "conditioner.main_image_encoder.model.");
                Graph(ModelGraph.Encoder, graph => DinoImageEncoder.Build(graph, conditioner, encoder));
                encoder.RefuseUnread();
            }

            var denoiser = new CheckpointModule(weights, "model.");
            Graph(ModelGraph.Denoiser, graph => Hunyuan3DDiT.Build(graph, config.Denoiser, denoiser));
            denoiser.RefuseUnread();
            Vae("", config.Vae, new CheckpointModule(weights, "vae."));
        }

        if (checkpoint.FlashVdmVaeFolder is { } folder)
        {
            using var weights = ShapeCheckpoint.OpenWeights(folder);
            Directory.CreateDirectory(Path.Combine(destination, ModelGraph.FlashVdm));
            Vae(ModelGraph.FlashVdm, ShapeModelConfig.ReadVaeOnly(Path.Combine(folder, ShapeModel.ConfigFile)), new CheckpointModule(weights, ""));
            KeepConfig(folder, ModelGraph.FlashVdm);
        }

        KeepConfig(checkpoint.Folder, "");
        return config;

        void Vae(string below, ShapeVaeConfig vae, CheckpointModule weights)
        {
            Graph(Path.Combine(below, ModelGraph.Vae), graph => ShapeVae.Build(graph, vae, weights));
            Graph(Path.Combine(below, ModelGraph.Geometry), graph => GeoDecoder.Build(graph, vae, weights.Below("geo_decoder")));
            Graph(Path.Combine(below, ModelGraph.Queries), graph => GeoDecoder.BuildQueries(graph, vae, weights.Below("geo_decoder")));
            weights.RefuseUnread(name => TrainingOnly.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
        }

        void KeepConfig(string folder, string below) =>
            File.Copy(Path.Combine(folder, ShapeModel.ConfigFile), Path.Combine(destination, below, ShapeModel.ConfigFile), overwrite: true);

        void Graph(string name, Action<GraphBuilder> build)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress?.Report(name);
            var taps = _taps.Where(tap => tap.Graph == name).Select(tap => tap.Tap);
            using var graph = new GraphBuilder(Path.Combine(destination, name), target, taps, files);
            build(graph);
            graph.Save();
        }
    }
}
