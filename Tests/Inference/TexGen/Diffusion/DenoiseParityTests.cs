using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Sessions;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Inference.TexGen.Diffusion;
using Hunyuan3D.Tests.Golden;
using Xunit;
using Xunit.Abstractions;

namespace Hunyuan3D.Tests.Inference.TexGen.Diffusion;

/// <summary>Both complete runs of the official multiview pipeline, from pictures to pictures, every recorded tensor, at the tolerances of the golden README.</summary>
public sealed class DenoiseParityTests(ITestOutputHelper output, DenoiseParityTests.Imported imported) : IClassFixture<DenoiseParityTests.Imported>
{
    private const float NetworkTolerance = 2e-4f;

    // Base starts at sigma 4096, where a rounding of the prediction is magnified.
    private const float BaseLatents = 5e-3f;
    private const float TurboLatents = 2e-3f;

    // The first prediction with guidance: 2 (c - u) + u adds three errors of the network's.
    private const float BaseLevels = 3;
    private const float TurboLevels = 1;

    [Fact]
    public void Base_EveryRecordedTensor_IsReproduced()
    {
        using var pictures = SafetensorsFile.Open(GoldenSet.Folder("paint", "denoise", "base.safetensors"));
        var table = new ParityTable("denoise/base", pictures);
        table.Input("in.ref_image_u8", "in.normal_images_u8", "in.position_images_u8");
        var scheduler = new EulerAncestralDiscreteScheduler(imported.Model.Scheduler, (int)pictures.Entry("timesteps").ElementCount, "trailing");
        Replay(table, pictures, scheduler, 2, BaseLatents, BaseLevels);
        table.Finish(output);
    }

    [Fact]
    public void Turbo_EveryRecordedTensor_IsReproduced()
    {
        // Its inputs are the pictures of the base run.
        using var pictures = SafetensorsFile.Open(GoldenSet.Folder("paint", "denoise", "base.safetensors"));
        using var expected = SafetensorsFile.Open(GoldenSet.Folder("paint", "denoise", "turbo.safetensors"));
        var table = new ParityTable("denoise/turbo", expected);
        Replay(table, pictures, new LcmScheduler(imported.Model.Scheduler), null, TurboLatents, TurboLevels);
        table.Finish(output);
    }

    private void Replay(ParityTable table, SafetensorsFile pictures, INoiseScheduler scheduler, float? guidance, float latentsTolerance, float levels)
    {
        var expected = table.Expected;
        var vae = new PictureVae(imported.Folder, imported.Model.Vae, imported.Sessions, null);
        var conditions = new PaintConditions(
            Encode(vae, Pictures(pictures, "in.ref_image_u8"), expected, "in.vae_eps_ref"),
            Encode(vae, Pictures(pictures, "in.normal_images_u8"), expected, "in.vae_eps_normal"),
            Encode(vae, Pictures(pictures, "in.position_images_u8"), expected, "in.vae_eps_position"),
            [.. expected.ReadAs<long>("in.camera_info_gen").Select(camera => (int)camera)]);
        table.Input("in.noise_init", "in.camera_info_gen", "in.vae_eps_ref", "in.vae_eps_normal", "in.vae_eps_position");
        var sampler = new MultiviewSampler(new PaintNetworks(imported.Model, imported.Sessions), scheduler, conditions, guidance);
        Conditioning(table, conditions, sampler.Guided);
        table.Compare("timesteps", [.. Enumerable.Range(0, scheduler.StepCount).Select(scheduler.ModelTime)], 0);

        var latents = sampler.Start(expected.ReadSingles("in.noise_init"));
        for (var step = 0; step < scheduler.StepCount; step++)
        {
            var noise = expected.ReadSingles($"in.noise_step{step}");
            table.Input($"in.noise_step{step}");
            var shown = sampler.Shown(step, latents);
            var (unconditional, conditional) = sampler.Predict(step, shown);
            if (step == 0)
            {
                table.Compare("step0.unet_input", sampler.Guided ? [.. shown.Values, .. shown.Values] : shown.Values, NetworkTolerance);
                table.Compare("step0.unet_output", [.. unconditional, .. conditional], NetworkTolerance);
            }

            sampler.Move(step, unconditional, conditional, noise, latents);
            table.Compare($"latents.step{step}", latents.Values, latentsTolerance);
        }

        Decoded(table, vae, latents, latentsTolerance, levels);
    }

    /// <summary>The pair is recorded stacked: zero text and reference first, the rest twice.</summary>
    private void Conditioning(ParityTable table, PaintConditions conditions, bool guided)
    {
        Compare("cond.ref_latents", conditions.References.Values, new float[conditions.References.Values.Length]);
        Compare("cond.normal_latents", conditions.Normals.Values, conditions.Normals.Values);
        Compare("cond.position_latents", conditions.Positions.Values, conditions.Positions.Values);
        Compare("step0.encoder_hidden_states", imported.Model.Text, new float[imported.Model.Text.Length]);
        if (guided)
            table.Compare("cond.ref_scale", [0, 1], 0);

        void Compare(string tensor, float[] conditional, float[] unconditional) =>
            table.Compare(tensor, guided ? [.. unconditional, .. conditional] : conditional, NetworkTolerance);
    }

    private static void Decoded(ParityTable table, PictureVae vae, TensorData latents, float tolerance, float levels)
    {
        var (size, side) = (latents.Values.Length / (int)latents.Shape[0], (int)latents.Shape[2]);
        var (values, bytes) = (new List<float>(), new List<float>());
        for (var view = 0; view < latents.Shape[0]; view++)
        {
            var picture = vae.Decode(latents.Values.AsSpan(view * size, size), side, side);
            values.AddRange(picture.Values.Select(value => Math.Clamp(value / 2 + 0.5f, 0, 1)));
            bytes.AddRange(PictureTensor.ToBytes(picture, 0).Select(level => (float)level));
        }

        if (table.Expected.Contains("out.images01"))
            table.Compare("out.images01", values.ToArray(), tolerance);
        table.Compare("out.images_u8", table.Expected.ReadAs<byte>("out.images_u8").Select(level => (float)level).ToArray(), bytes.ToArray(), levels);
    }

    private static TensorData Encode(PictureVae vae, Picture[] pictures, SafetensorsFile noises, string noise)
    {
        var shape = noises.Entry(noise).Shape;
        var (draws, size) = (noises.ReadSingles(noise), (int)(shape[1] * shape[2] * shape[3]));
        return new TensorData([.. pictures.SelectMany((picture, index) => vae.EncodeScaled(picture, draws.AsSpan(index * size, size)))], [.. shape]);
    }

    private static Picture[] Pictures(SafetensorsFile file, string name)
    {
        var shape = file.Entry(name).Shape;
        var (height, width) = ((int)shape[^3], (int)shape[^2]);
        return [.. file.ReadAs<byte>(name).Chunk(height * width * 3).Select(rgb => new Picture(width, height, [.. rgb.Chunk(3).SelectMany(pixel => (byte[])[.. pixel, 255])]))];
    }

    public sealed class Imported : IDisposable
    {
        private readonly TempFolder _folder = new();

        public Imported() => Model = new PaintModelImporter(new GraphTarget(GraphDevice.Cpu, GraphPrecision.Fp32)).Import(PaintCheckpoints.Paint, _folder.Path, null, CancellationToken.None);

        public string Folder => _folder.Path;

        internal PaintModel Model { get; }

        internal SessionPool Sessions { get; } = new(new SessionPoolOptions(), TimeProvider.System);

        public void Dispose()
        {
            Sessions.Dispose();
            _folder.Dispose();
        }
    }
}
