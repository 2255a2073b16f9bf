using System.Globalization;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Schedulers;
using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>Where a diffusion starts: noise from a seed, or latents from a file.</summary>
internal sealed class InitialLatents
{
    private readonly float[]? _given;
    private readonly long _seed;

    private InitialLatents(long seed, float[]? given, string identity) => (_seed, _given, Identity) = (seed, given, identity);

    /// <summary>Differs where the latents differ.</summary>
    public string Identity { get; }

    public static InitialLatents Of(long seed) => new(seed, given: null, string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));

    /// <param name="source"><c>FILE#TENSOR</c>.</param>
    /// <exception cref="InvalidDataException">No such file or tensor.</exception>
    public static InitialLatents Read(string source)
    {
        var mark = source.LastIndexOf('#');
        try
        {
            using var file = SafetensorsFile.Open(mark < 0 ? source : source[..mark]);
            var values = file.ReadSingles(mark < 0 ? "latents" : source[(mark + 1)..]);
            return new InitialLatents(seed: 0, values, $"latents {TensorHash.Of(values)}");
        }
        catch (Exception exception) when (exception is CheckpointException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(
                $"{ShapeEngineOptions.Section}:{nameof(ShapeEngineOptions.InitialLatents)} is '{source}', expected FILE#TENSOR of a safetensors file: {exception.Message}", exception);
        }
    }

    /// <returns>[1, tokens, channels] f32.</returns>
    /// <exception cref="InvalidDataException">The latents given have another size.</exception>
    public TensorData Create(int tokens, int channels)
    {
        if (_given is { } given && given.Length != tokens * channels)
        {
            throw new InvalidDataException(
                $"{ShapeEngineOptions.Section}:{nameof(ShapeEngineOptions.InitialLatents)} has {given.Length} values; the model's latents are [{tokens}, {channels}], {tokens * channels} values.");
        }

        return new TensorData(_given is null ? GaussianNoise.Draw(_seed, 0, tokens * channels) : [.. _given], 1, tokens, channels);
    }
}
