using System.Text.Json;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Inference.TexGen.Diffusion;
using Hunyuan3D.Tests.Golden;
using Hunyuan3D.Tests.Inference.Imaging;
using Hunyuan3D.Tests.Inference.TexGen.Diffusion;
using Xunit;
using Xunit.Abstractions;

namespace Hunyuan3D.Tests.Inference.Networks;

/// <summary>The texture networks and their schedulers against the official code's recorded tensors, at the tolerances of the golden README.</summary>
public sealed class PaintParityTests(ITestOutputHelper output)
{
    private const float UnetTolerance = 2e-4f;
    private const float VaeTolerance = 2e-4f;
    private const float DelightTolerance = 5e-4f;

    private static readonly GraphTarget Target = new(GraphDevice.Cpu, GraphPrecision.Fp32);

    [Fact]
    public void Unet_EveryRecordedCase_IsReproduced()
    {
        using var expected = GoldenSet.Expected("paint", "unet");
        using var folder = new TempFolder();
        var importer = new PaintModelImporter(Target);
        foreach (var entry in expected.Entries.Where(entry => entry.Name.StartsWith("A.mid.", StringComparison.Ordinal)))
            importer.WithTap(PaintModelImporter.Unet, entry.Name["A.mid.".Length..]);
        var model = importer.Import(PaintCheckpoints.Paint, folder.Path, null, CancellationToken.None);
        using var unet = OnnxSession.Load(Path.Combine(folder.Path, PaintModelImporter.Unet));
        using var writer = OnnxSession.Load(Path.Combine(folder.Path, PaintModelImporter.ReferenceWriter));
        var table = new ParityTable("unet", expected);
        table.Input("in.sample", "in.normal_latents", "in.position_latents", "in.ref_latents", "in.ref_latents_n2", "in.camera_info_gen", "in.camera_info_ref", "in.timestep");

        var sample = Concat(expected, ["in.sample", "in.normal_latents", "in.position_latents"]);
        var cameras = expected.ReadAs<long>("in.camera_info_gen").Select(camera => camera + 5).ToArray();
        var time = expected.ReadSingles("in.timestep")[0];
        var features = writer.Run(("latents", Batch(expected, "in.ref_latents")));
        foreach (var (key, _) in PaintUNet.Features(model.Unet))
            table.Compare($"A.ref.{key}", features[$"ref.{key}"].Values, UnetTolerance);

        var a = Run(sample, cameras, time, model.Text, features, 1, 1);
        // Recorded for every view, computed once for all.
        table.Compare("A.mid.time_embedding", cameras.SelectMany(_ => a["time_embedding"].Values).ToArray(), UnetTolerance);
        foreach (var tap in a.Keys.Except(["prediction", "time_embedding"]))
            table.Compare($"A.mid.{tap}", a[tap].Values, UnetTolerance);
        table.Compare("A.out", a["prediction"].Values, UnetTolerance);

        // The guidance pair, one entry at a time: zero text and no reference, then everything.
        var unconditional = Run(sample, cameras, time, new float[model.Text.Length], features, 0, 1)["prediction"].Values;
        table.Compare("B.out", [.. unconditional, .. a["prediction"].Values], UnetTolerance);
        var first = new TensorData(sample.Values.AsSpan(0, sample.Values.Length / cameras.Length).ToArray(), [1, .. sample.Shape.Skip(1)]);
        table.Compare("C.out", Run(first, [cameras[0]], time, model.Text, features, 1, 0)["prediction"].Values, UnetTolerance);
        table.Compare("D.out", Run(sample, cameras, 3, model.Text, features, 0.7f, 0.5f)["prediction"].Values, UnetTolerance);
        table.Compare("E.out", Run(sample, cameras, time, model.Text, writer.Run(("latents", Batch(expected, "in.ref_latents_n2"))), 1, 1)["prediction"].Values, UnetTolerance);
        table.Finish(output);

        IReadOnlyDictionary<string, TensorData> Run(
            TensorData latents, long[] labels, float timestep, float[] text, IReadOnlyDictionary<string, TensorData> references, float referenceScale, float multiviewScale) =>
            unet.Run(
                [.. references.Select(feature => (feature.Key, feature.Value)),
                ("sample", latents),
                ("timestep", new TensorData([timestep], 1)),
                ("text", new TensorData(text, 1, text.Length / model.Unet.CrossAttentionDim, model.Unet.CrossAttentionDim)),
                ("ref_scale", new TensorData([referenceScale], 1)),
                ("mva_scale", new TensorData([multiviewScale], 1))],
                [("cameras", labels)]);
    }

    [Fact]
    public void Vae_RecordedPictureAndLatents_AreReproduced()
    {
        using var expected = GoldenSet.Expected("paint", "vae");
        using var folder = new TempFolder();
        var model = new PaintModelImporter(Target).Import(PaintCheckpoints.Paint, folder.Path, null, CancellationToken.None);
        using var encoder = OnnxSession.Load(Path.Combine(folder.Path, PaintModelImporter.VaeEncoder));
        using var decoder = OnnxSession.Load(Path.Combine(folder.Path, PaintModelImporter.VaeDecoder));
        var table = new ParityTable("vae", expected);
        table.Input("in.image01", "in.eps", "in.latents");

        var picture = Batch(expected, "in.image01");
        var moments = encoder.Run(("pictures", new TensorData(Array.ConvertAll(picture.Values, value => 2 * value - 1), [.. picture.Shape])))["moments"];
        table.Compare("enc.moments", moments.Values, VaeTolerance);
        var posterior = new LatentPosterior(moments);
        table.Compare("enc.mean", posterior.Mean.Values, VaeTolerance);
        table.Compare("enc.logvar", posterior.LogVariance, VaeTolerance);
        table.Compare("enc.std", posterior.Deviation, VaeTolerance);
        var sample = posterior.Sample(expected.ReadSingles("in.eps"));
        table.Compare("enc.sample", sample.Values, VaeTolerance);
        table.Compare("enc.latents_scaled", Array.ConvertAll(sample.Values, value => value * model.Vae.ScalingFactor), VaeTolerance);

        var latents = Batch(expected, "in.latents");
        var decoded = decoder.Run(("latents", new TensorData(Array.ConvertAll(latents.Values, value => value / model.Vae.ScalingFactor), [.. latents.Shape])))["pictures"];
        table.Compare("dec.image", decoded.Values, VaeTolerance);
        var bytes = Enumerable.Range(0, (int)decoded.Shape[0]).SelectMany(index => PictureTensor.ToBytes(decoded, index)).Select(value => (float)value).ToArray();
        table.Compare("dec.image_u8", expected.ReadAs<byte>("dec.image_u8").Select(value => (float)value).ToArray(), bytes, 1);
        table.Finish(output);
    }

    [Fact]
    public void Schedulers_EveryRecordedConfiguration_IsReproduced()
    {
        using var expected = GoldenSet.Expected("paint", "scheduler");
        var table = new ParityTable("scheduler", expected);
        foreach (var config in JsonDocument.Parse(expected.Metadata["configs"]).RootElement.EnumerateObject())
        {
            using var folder = new TempFolder();
            var file = Path.Combine(folder.Path, "scheduler_config.json");
            File.WriteAllText(file, config.Value.GetRawText());
            var betas = DiffusionBetas.Read(file);
            EulerAncestral(table, config.Name, betas);
            Lcm(table, config.Name, betas);
        }

        table.Finish(output);
    }

    [Fact]
    public void Delight_NetworkAndLoop_AreReproduced()
    {
        using var expected = GoldenSet.Expected("paint", "delight");
        using var source = new TempFolder();
        using var folder = new TempFolder();
        var imported = new PaintModelImporter(Target).ImportDelight(PaintCheckpoints.WriteDelight(source.Path), folder.Path, null, CancellationToken.None);
        using var sessions = new SessionPool(new SessionPoolOptions(), TimeProvider.System);
        var unet = sessions.Get(Path.Combine(folder.Path, PaintModelImporter.Unet));
        var table = new ParityTable("delight", expected);
        table.Input("unet.in.sample", "unet.in.encoder_hidden_states", "run.in.image_u8", "run.in.noise_init");
        var text = Batch(expected, "unet.in.encoder_hidden_states");
        foreach (var time in expected.Entries.Where(entry => entry.Name.StartsWith("unet.out.t", StringComparison.Ordinal)).Select(entry => entry.Name["unet.out.t".Length..]))
        {
            var prediction = unet.Run(("sample", Batch(expected, "unet.in.sample")), ("timestep", new TensorData([float.Parse(time, System.Globalization.CultureInfo.InvariantCulture)], 1)), ("text", text));
            table.Compare($"unet.out.t{time}", prediction["prediction"].Values, DelightTolerance);
        }

        var steps = expected.ReadSingles("run.timesteps").Length;
        var scheduler = new EulerAncestralDiscreteScheduler(imported.Scheduler, steps);
        table.Compare("run.timesteps", scheduler.Timesteps.ToArray(), 1e-3f);
        table.Compare("run.sigmas", scheduler.Sigmas.ToArray(), 1e-3f);
        var vae = new PictureVae(folder.Path, imported.Vae, sessions, null);
        var imageLatents = vae.Encode(GoldenPictures.Read(expected, "run.in.image_u8")).Mean;
        table.Compare("run.image_latents", imageLatents.Values, DelightTolerance);
        var sampler = new DelightSampler(imported with { Text = text.Values }, sessions, scheduler, imageLatents);
        var latents = sampler.Start(expected.ReadSingles("run.in.noise_init"));
        for (var step = 0; step < steps; step++)
        {
            table.Input($"run.in.noise_step{step}");
            sampler.Step(step, latents, expected.ReadSingles($"run.in.noise_step{step}"));
            table.Compare($"run.latents.step{step}", latents.Values, 2e-3f);
        }

        var decoded = vae.Decode(latents.Values, (int)latents.Shape[2], (int)latents.Shape[3]);
        table.Compare("run.out.image01", Array.ConvertAll(decoded.Values, value => Math.Clamp(value / 2 + 0.5f, 0, 1)), DelightTolerance);
        table.Finish(output);
    }

    private static void EulerAncestral(ParityTable table, string name, DiffusionBetas betas)
    {
        var prefixes = table.Expected.Entries.Select(entry => entry.Name).Where(key => key.StartsWith($"euler_a.{name}.", StringComparison.Ordinal) && key.EndsWith(".sigmas", StringComparison.Ordinal));
        foreach (var prefix in prefixes.Select(key => key[..^".sigmas".Length]).ToList())
        {
            var run = prefix.Split('.')[^1];
            var steps = (int)table.Expected.Entry($"{prefix}.timesteps").ElementCount;
            var scheduler = new EulerAncestralDiscreteScheduler(betas, steps, run.StartsWith("trailing", StringComparison.Ordinal) ? "trailing" : null);
            table.Compare($"euler_a.{name}.alphas_cumprod", scheduler.AlphasCumprod, 1e-5f);
            table.Compare($"{prefix}.timesteps", scheduler.Timesteps.ToArray(), 1e-2f);
            var sigmas = table.Expected.ReadSingles($"{prefix}.sigmas");
            for (var i = 0; i < steps; i++)
                table.Compare($"{prefix}.sigmas", [1], [scheduler.Sigmas[i] / sigmas[i]], sigmas[i] > 1000 ? 1e-4f : 1e-5f);
            table.Compare($"{prefix}.init_noise_sigma", [1], [scheduler.InitNoiseSigma / table.Expected.ReadSingles($"{prefix}.init_noise_sigma")[0]], 1e-4f);
            foreach (var step in Steps(table, prefix))
            {
                var sample = table.Expected.ReadSingles($"{prefix}.step{step}.sample");
                var allowed = 1e-5f * sample.Max(Math.Abs) + 1e-5f;
                table.Compare($"{prefix}.step{step}.scaled_input", scheduler.ScaleInput(step, sample), allowed);
                scheduler.Step(step, table.Expected.ReadSingles($"{prefix}.step{step}.model_output"), table.Expected.ReadSingles($"{prefix}.step{step}.noise"), sample);
                table.Compare($"{prefix}.step{step}.prev_sample", sample, allowed);
                table.Input($"{prefix}.step{step}.sample", $"{prefix}.step{step}.model_output", $"{prefix}.step{step}.noise");
            }
        }
    }

    private static void Lcm(ParityTable table, string name, DiffusionBetas betas)
    {
        var (scheduler, prefix) = (new LcmScheduler(betas), $"lcm.{name}");
        table.Compare($"{prefix}.alphas_cumprod", scheduler.AlphasCumprod, 1e-5f);
        table.Row($"{prefix}.solver_timesteps", "equal", "equal", scheduler.SolverTimesteps.Order().SequenceEqual(table.Expected.ReadAs<long>($"{prefix}.solver_timesteps").Select(value => (int)value).Order()));
        table.Row($"{prefix}.timesteps", "equal", "equal", scheduler.Timesteps.SequenceEqual(table.Expected.ReadAs<long>($"{prefix}.timesteps").Select(value => (int)value)));
        foreach (var step in Steps(table, prefix))
        {
            var sample = table.Expected.ReadSingles($"{prefix}.step{step}.sample");
            var allowed = 1e-5f * sample.Max(Math.Abs) + 1e-5f;
            var denoised = scheduler.Step(step, table.Expected.ReadSingles($"{prefix}.step{step}.model_output"), table.Expected.ReadSingles($"{prefix}.step{step}.noise"), sample);
            table.Compare($"{prefix}.step{step}.prev_sample", sample, allowed);
            table.Compare($"{prefix}.step{step}.denoised", denoised, allowed);
            table.Input($"{prefix}.step{step}.sample", $"{prefix}.step{step}.model_output", $"{prefix}.step{step}.noise");
        }
    }

    private static List<int> Steps(ParityTable table, string prefix) => [.. table.Expected.Entries.Select(entry => entry.Name)
        .Where(key => key.StartsWith($"{prefix}.step", StringComparison.Ordinal) && key.EndsWith(".sample", StringComparison.Ordinal))
        .Select(key => int.Parse(key[(prefix.Length + 5)..^".sample".Length], System.Globalization.CultureInfo.InvariantCulture))];

    private static TensorData Batch(Hunyuan3D.Inference.Checkpoints.SafetensorsFile file, string name)
    {
        // Recorded with a batch axis before the views; there is one batch entry.
        var shape = file.Entry(name).Shape;
        return new TensorData(file.ReadSingles(name), shape.Count == 5 ? [.. shape.Skip(1)] : [.. shape]);
    }

    private static TensorData Concat(Hunyuan3D.Inference.Checkpoints.SafetensorsFile file, string[] names)
    {
        var parts = names.Select(name => Batch(file, name)).ToList();
        var (views, size) = ((int)parts[0].Shape[0], parts[0].Values.Length / (int)parts[0].Shape[0]);
        var values = new List<float>();
        for (var view = 0; view < views; view++)
        {
            foreach (var part in parts)
                values.AddRange(part.Values.AsSpan(view * size, size));
        }

        return new TensorData([.. values], views, 12, parts[0].Shape[2], parts[0].Shape[3]);
    }
}
