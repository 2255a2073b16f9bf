using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Imaging.Resampling;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Tensors;
using Hunyuan3D.Inference.TexGen;
using Hunyuan3D.Inference.TexGen.Delight;
using Hunyuan3D.Inference.TexGen.Diffusion;
using Xunit;

namespace Hunyuan3D.Tests.Inference.TexGen;

/// <summary>
/// The whole stage against the official sequence written down here once more, from the graphs and the compared parts alone: what is fed to what, in which order, size and scale. It takes the
/// guidance pair's unconditional half with the reference's features and a scale of 0, as upstream does.
/// </summary>
public sealed class TexturePipelineTests(TextureModels models) : IClassFixture<TextureModels>
{
    private const int View = 64;
    private const int Render = 128;
    private const int Texture = 256;
    private const int Side = View / 8;
    private const int PerPicture = 4 * Side * Side;
    private const int Views = 6;
    private const int Steps = 3;
    private const int DelightSteps = 2;
    private const long Seed = 11;
    private const float Scaling = 0.18215f;

    private static readonly (int Azimuth, int Elevation, float Weight, long Camera)[] Cameras =
        [(0, 0, 1, 21), (90, 0, 0.1f, 12), (180, 0, 0.5f, 15), (270, 0, 0.1f, 18), (0, 90, 0.05f, 43), (180, -90, 0.05f, 37)];

    private static readonly TextureNoise Noise = new(Seed);

    [Theory]
    [InlineData(TextureModels.Base), InlineData(TextureModels.Turbo)]
    public async Task Run_TwoReferences_IsTheOfficialSequence(string name)
    {
        Picture[] pictures = [PaintedCube.Picture(), PaintedCube.Picture(60)];
        var request = new TextureRequest(PaintedCube.Mesh, new ViewPictures(pictures[0], Back: pictures[1])) { Model = name, Seed = Seed, Steps = Steps, TextureSize = Texture };

        var result = await models.Engine(models.Sessions).GenerateAsync(request, StageContext.None, CancellationToken.None);

        var references = pictures.Select(Delighted).ToList();
        var mesh = UvUnwrapper.Unwrap(PaintedCube.Mesh, Texture, null, CancellationToken.None);
        var rendered = RenderMesh.From(mesh);
        var views = Painted(name, rendered, references);
        Assert.Equal(mesh.Uvs, result.Mesh.Geometry.Uvs);
        Assert.Equal(Baked(rendered, views).Pixels, result.Mesh.BaseColor.Pixels);
        Assert.Equal(name, result.Model!.Name);
        Assert.True(models.Engine(models.Sessions).Models.Single(model => model.Name == name).IsWarm);
    }

    private Picture Delighted(Picture picture, int index)
    {
        var model = DelightModel.Open(Folder(TextureModels.Delight));
        var subject = new DelightPicture(PillowResize.Bicubic(ReferenceCenterer.Center(picture), View, View));
        var scheduler = new EulerAncestralDiscreteScheduler(model.Scheduler, DelightSteps);
        var image = new LatentPosterior(Run(model.Folder, "vae-encoder", ("pictures", PictureTensor.FromPicture(subject.Input)))["moments"]).Mean.Values;
        var x = Array.ConvertAll(Noise.OfDelight(index, PerPicture), value => value * scheduler.InitNoiseSigma);
        for (var step = 0; step < DelightSteps; step++)
        {
            var prediction = Run(
                model.Folder,
                "unet",
                ("sample", new TensorData([.. scheduler.ScaleInput(step, x), .. image], 1, 8, Side, Side)),
                ("timestep", new TensorData([scheduler.Timesteps[step]], 1)),
                ("text", Text(model.Text, model.Unet)))["prediction"].Values;
            scheduler.Step(step, prediction, Noise.OfDelightStep(index, step, PerPicture), x);
        }

        return subject.Finish(Decoded(model.Folder, x));
    }

    private List<Picture> Painted(string name, RenderMesh mesh, List<Picture> references)
    {
        var model = PaintModel.Open(Folder(name));
        var maps = Cameras.Select(camera =>
        {
            var clip = Camera.ToClip(new Camera(camera.Azimuth, camera.Elevation).ToCamera(mesh.Positions));
            return new SurfaceMaps(mesh, Rasterizer.Rasterize(clip, mesh.Indices, Render, Render));
        }).ToList();
        var reference = references.SelectMany((picture, i) => Encoded(model.Folder, picture, Noise.OfReference(i, PerPicture))).ToArray();
        var normals = maps.Select((map, i) => Encoded(model.Folder, map.NormalPicture(), Noise.OfNormals(i, PerPicture))).ToList();
        var positions = maps.Select((map, i) => Encoded(model.Folder, map.PositionPicture(), Noise.OfPositions(i, PerPicture))).ToList();
        var features = Run(model.Folder, "reference", ("latents", new TensorData(reference, references.Count, 4, Side, Side)));

        INoiseScheduler scheduler = name == TextureModels.Turbo ? new LcmScheduler(model.Scheduler) : new EulerAncestralDiscreteScheduler(model.Scheduler, Steps, "trailing");
        var x = Array.ConvertAll(Noise.OfViews(Views * PerPicture), value => value * scheduler.InitNoiseSigma);
        for (var step = 0; step < scheduler.StepCount; step++)
        {
            var shown = scheduler.ScaleInput(step, x);
            var prediction = Predict(shown, scheduler.ModelTime(step), model.Text, 1);
            if (name == TextureModels.Base)
            {
                var without = Predict(shown, scheduler.ModelTime(step), new float[model.Text.Length], 0);
                prediction = [.. prediction.Zip(without, (with, free) => free + 2 * (with - free))];
            }

            scheduler.Step(step, prediction, Noise.OfViewsStep(step, x.Length), x);
        }

        return [.. x.Chunk(PerPicture).Select(latents => Decoded(model.Folder, latents))];

        float[] Predict(float[] shown, float time, float[] text, float referenceScale)
        {
            return models.Sessions.Get(Path.Combine(model.Folder, "unet.onnx")).Run(
                [.. features.Select(feature => (feature.Key, feature.Value)),
                ("sample", new TensorData([.. Enumerable.Range(0, Views).SelectMany(view => (float[])[.. shown.AsSpan(view * PerPicture, PerPicture), .. normals[view], .. positions[view]])], Views, 12, Side, Side)),
                ("timestep", new TensorData([time], 1)),
                ("text", Text(text, model.Unet)),
                ("ref_scale", new TensorData([referenceScale], 1)),
                ("mva_scale", new TensorData([1], 1))],
                [("cameras", [.. Cameras.Select(camera => camera.Camera + 5)])])["prediction"].Values;
        }
    }

    private static Picture Baked(RenderMesh mesh, List<Picture> views)
    {
        var radius = BackProjector.UnreliableRadius(Render);
        var merger = new TextureMerger(Texture);
        foreach (var (view, camera) in views.Zip(Cameras))
            merger.Add(new BackProjector(mesh, Render, Texture, radius).Project(PillowResize.Bicubic(view, Render, Render), new Camera(camera.Azimuth, camera.Elevation)), camera.Weight);
        return TextureInpainter.Fill(mesh, merger.Finish());
    }

    private float[] Encoded(string folder, Picture picture, float[] noise)
    {
        var posterior = new LatentPosterior(Run(folder, "vae-encoder", ("pictures", PictureTensor.FromPicture(PillowResize.Bicubic(picture, View, View))))["moments"]);
        return Array.ConvertAll(posterior.Sample(noise).Values, value => value * Scaling);
    }

    private Picture Decoded(string folder, float[] latents) =>
        PictureTensor.ToPicture(Run(folder, "vae-decoder", ("latents", new TensorData(Array.ConvertAll(latents, value => value / Scaling), 1, 4, Side, Side)))["pictures"]);

    private static TensorData Text(float[] text, StableDiffusionUNetConfig unet) => new(text, 1, text.Length / unet.CrossAttentionDim, unet.CrossAttentionDim);

    private IReadOnlyDictionary<string, TensorData> Run(string folder, string graph, params (string, TensorData)[] inputs) => models.Sessions.Get(Path.Combine(folder, $"{graph}.onnx")).Run(inputs);

    private string Folder(string name) => models.Store.List().Single(model => model.Name == name).Folder;
}
