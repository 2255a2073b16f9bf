using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Tests.Golden;
using Xunit;
using Xunit.Abstractions;

namespace Hunyuan3D.Tests.Inference.Networks;

/// <summary>
/// The shape networks against the official code's recorded tensors, every case, every tensor, at the tolerances of the golden README. Each stage starts from the
/// recorded result of the one before, so that an error shows where it is made.
/// </summary>
public sealed class ShapeParityTests(ITestOutputHelper output)
{
    private const float EncoderTolerance = 5e-5f;
    private const float SinusoidTolerance = 1e-4f;
    private const float GuidanceSinusoidTolerance = 2e-3f;
    private const float VelocityTolerance = 1e-4f;

    // Guidance angles reach 5000 rad, where one ulp of a frequency moves the sinusoid by 1e-3.
    private const float DistilledVelocityTolerance = 5e-4f;
    private const float LatentsTolerance = 2e-4f;
    private const float DistilledLatentsTolerance = 1e-3f;
    private const float VaeTolerance = 5e-5f;

    // Preprocessing has tests of its own.
    private static readonly string[] ComparedElsewhere = ["prep."];

    public static TheoryData<string> Cases => [.. ShapeCase.Names];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Case_EveryRecordedTensor_IsReproduced(string name)
    {
        using var shapeCase = new ShapeCase(name);
        var table = new ParityTable(name, shapeCase.Expected);
        Conditioner(shapeCase, table);
        Denoiser(shapeCase, table);
        Sampling(shapeCase, table);
        Vae(shapeCase, table);
        new ShapeVolumeParity(shapeCase, table).CompareAll();
        table.Input([.. shapeCase.Expected.Entries.Select(entry => entry.Name).Where(tensor => ComparedElsewhere.Any(prefix => tensor.StartsWith(prefix, StringComparison.Ordinal)))]);
        table.Finish(output);
    }

    private static void Conditioner(ShapeCase shapeCase, ParityTable table)
    {
        var image = shapeCase.Tensor("prep.image");
        var views = image.Shape.Count == 5 ? image.Shape[1] : 1;
        image = new TensorData(image.Values, views, 3, image.Shape[^1], image.Shape[^1]);
        var sides = views == 1 ? [ViewSide.Front] : shapeCase.Expected.ReadAs<int>("prep.view_idxs").Select(index => (ViewSide)index).ToList();
        var encoder = shapeCase.Config.Conditioner!;

        table.Compare("cond.dino_embeddings.in", EncoderInput.Prepare(image, encoder.ImageSize).Values, EncoderTolerance);
        var inner = shapeCase.Run(ModelGraph.Encoder, ("image", shapeCase.Tensor("cond.dino_embeddings.in")));
        table.Compare("cond.dino_embeddings", inner["dino_embeddings"].Values, EncoderTolerance);
        for (var i = 0; i < encoder.Layers; i++)
            table.Compare($"cond.dino_layer.{i}.0", inner[$"dino_layer.{i}"].Values, EncoderTolerance);

        var condition = shapeCase.Networks.Encode(image, sides);
        table.Compare("cond.main", condition.Values, EncoderTolerance);
        table.Compare("cond.uncond", new float[condition.Values.Length], 0);
        var guided = shapeCase.Expected.Entry("cond.batch").Shape[0] == 2;
        table.Compare("cond.batch", guided ? [.. condition.Values, .. new float[condition.Values.Length]] : condition.Values, EncoderTolerance);
        if (shapeCase.Expected.Contains("cond.view_embed"))
            table.Compare("cond.view_embed", Enum.GetValues<ViewSide>().SelectMany(side => ViewEmbedding.Compute(side, encoder.HiddenSize)).ToArray(), EncoderTolerance);
    }

    private static void Denoiser(ShapeCase shapeCase, ParityTable table)
    {
        var distilled = shapeCase.Config.Denoiser.GuidanceEmbed;
        var tolerance = distilled ? DistilledVelocityTolerance : VelocityTolerance;
        var (x, condition) = (shapeCase.Tensor("dit.x"), shapeCase.Tensor("dit.cond"));
        table.Input("dit.x", "dit.t", "dit.cond", "dit.guidance");

        // The recorded rows have a time of their own each; the graph has one time for its batch.
        var rows = Enumerable.Range(0, (int)x.Shape[0]).Select(row =>
        {
            List<(string, TensorData)> inputs = [("latents", Row(x, row)), ("timestep", new TensorData([shapeCase.Expected.ReadSingles("dit.t")[row]], 1)), ("condition", Row(condition, row))];
            if (distilled)
                inputs.Add(("guidance", new TensorData([shapeCase.Expected.ReadSingles("dit.guidance")[row]], 1)));
            return shapeCase.Run(ModelGraph.Denoiser, [.. inputs]);
        }).ToList();
        Tap("time_vec.in", "dit.time_vec.in", SinusoidTolerance);
        Tap("time_vec", "dit.time_vec", tolerance);
        Tap("guidance_vec.in", "dit.guidance_vec.in", GuidanceSinusoidTolerance);
        Tap("guidance_vec", "dit.guidance_vec", GuidanceSinusoidTolerance);
        Tap("latent_in", "dit.latent_in", tolerance);
        foreach (var block in rows[0].Keys.Where(key => key.StartsWith("double.", StringComparison.Ordinal) || key.StartsWith("single.", StringComparison.Ordinal)))
            Tap(block, $"dit.{block}", tolerance);
        Tap("velocity", "dit.v", tolerance);

        void Tap(string tap, string tensor, float allowed)
        {
            if (rows[0].ContainsKey(tap))
                table.Compare(tensor, rows.SelectMany(row => row[tap].Values).ToArray(), allowed);
        }
    }

    private static void Sampling(ShapeCase shapeCase, ParityTable table)
    {
        var sampling = shapeCase.Parameters.GetProperty("sampling");
        Run(sampling.GetProperty("steps").GetInt32(), sampling.GetProperty("guidance_scale").GetSingle(), "sample", pairInOneBatch: true);
        if (shapeCase.Parameters.TryGetProperty("sampling_nocfg", out var plain))
            Run(plain.GetProperty("steps").GetInt32(), plain.GetProperty("guidance_scale").GetSingle(), "sample_nocfg", pairInOneBatch: false);
        table.Input("sample.noise");

        void Run(int steps, float guidance, string prefix, bool pairInOneBatch)
        {
            var tolerance = shapeCase.Config.Denoiser.GuidanceEmbed ? DistilledLatentsTolerance : LatentsTolerance;
            IFlowScheduler scheduler = shapeCase.Config.PcmTimesteps is { } phases
                ? new ConsistencyFlowMatchEulerDiscreteScheduler(steps, phases)
                : new FlowMatchEulerDiscreteScheduler(steps, shapeCase.Config.Shift);
            if (prefix == "sample")
            {
                table.Compare("sample.sigmas", scheduler.Sigmas.ToArray(), 1e-6f);
                table.Compare("sample.timesteps", Enumerable.Range(0, steps).Select(scheduler.Timestep).ToArray(), 1e-3f);
            }

            var sampler = new FlowMatchingSampler(shapeCase.Networks, scheduler, guidance, pairInOneBatch);
            var latents = shapeCase.Tensor("sample.noise");
            var condition = shapeCase.Tensor("cond.main");
            var (velocities, states) = (new List<float>(), new List<float>());
            for (var step = 0; step < steps; step++)
            {
                velocities.AddRange(sampler.Step(step, latents, condition));
                states.AddRange(latents.Values);
            }

            table.Compare($"{prefix}.velocity", velocities.ToArray(), tolerance);
            table.Compare($"{prefix}.latents", states.ToArray(), tolerance);
        }
    }

    private static void Vae(ShapeCase shapeCase, ParityTable table)
    {
        var vae = shapeCase.Run(shapeCase.VaeGraph(ModelGraph.Vae), ("latents", shapeCase.Tensor("vae.in")));
        table.Compare("vae.in", Array.ConvertAll(LastLatents(shapeCase), value => value * (float)(1 / shapeCase.Networks.Vae.ScaleFactor)), VaeTolerance);
        table.Compare("vae.post_kl", vae["post_kl"].Values, VaeTolerance);
        for (var i = 0; i < shapeCase.Networks.Vae.DecoderLayers && shapeCase.Expected.Contains($"vae.block.{i}"); i++)
            table.Compare($"vae.block.{i}", vae[$"block.{i}"].Values, VaeTolerance);
        table.Compare("vae.out", vae["out"].Values, VaeTolerance);
        if (shapeCase.Expected.Contains("geo.latents_proj"))
            table.Compare("geo.latents_proj", vae["latents_proj"].Values, VaeTolerance);

        var queries = shapeCase.Tensor("geo.queries");
        table.Input("geo.queries");
        var geometry = shapeCase.Run(shapeCase.VaeGraph(ModelGraph.Geometry), ("points", queries), ("keys", vae["keys"]), ("values", vae["values"]));
        table.Compare("geo.fourier", geometry["fourier"].Values, VaeTolerance);
        table.Compare("geo.query_proj", geometry["query_proj"].Values, VaeTolerance);
        table.Compare("geo.cross_block", geometry["cross_block"].Values, VaeTolerance);
        table.Compare("geo.logits", geometry["logits"].Values, VaeTolerance);
        if (!shapeCase.Expected.Contains("own_vae.out"))
            return;
        var own = shapeCase.Run(ModelGraph.Vae, ("latents", shapeCase.Tensor("vae.in")));
        table.Compare("own_vae.out", own["out"].Values, VaeTolerance);
        var ownGeometry = shapeCase.Run(ModelGraph.Geometry, ("points", queries), ("keys", own["keys"]), ("values", own["values"]));
        table.Compare("own_vae.logits", ownGeometry["logits"].Values, VaeTolerance);
    }

    internal static float[] LastLatents(ShapeCase shapeCase)
    {
        var latents = shapeCase.Expected.ReadSingles("sample.latents");
        return latents.AsSpan(latents.Length - (int)shapeCase.Expected.Entry("vae.in").ElementCount).ToArray();
    }

    private static TensorData Row(TensorData batch, int row)
    {
        var size = batch.Values.Length / (int)batch.Shape[0];
        return new TensorData(batch.Values.AsSpan(row * size, size).ToArray(), [1, .. batch.Shape.Skip(1)]);
    }
}
