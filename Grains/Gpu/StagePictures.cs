using Hunyuan3D.Grains.Artifacts;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Grains.Gpu;

/// <summary>A job's pictures between the artifact store and memory.</summary>
internal sealed class StagePictures(IArtifactStore store)
{
    private const string Png = "image/png";

    /// <exception cref="Inference.StageInputException">A file is no picture, or too large.</exception>
    public async Task<ViewPictures> LoadAsync(GenerationPictures pictures, CancellationToken cancellationToken) => new(
        await LoadAsync(pictures.Front, "image", cancellationToken),
        pictures.Left is null ? null : await LoadAsync(pictures.Left, "left", cancellationToken),
        pictures.Back is null ? null : await LoadAsync(pictures.Back, "back", cancellationToken),
        pictures.Right is null ? null : await LoadAsync(pictures.Right, "right", cancellationToken));

    /// <summary>Stores pictures as PNG. One that is the very input is not stored again.</summary>
    public async Task<GenerationPictures> SaveAsync(ViewPictures pictures, ViewPictures inputs, GenerationPictures stored, CancellationToken cancellationToken)
    {
        return new GenerationPictures(
            (await SaveAsync(pictures.Front, inputs.Front, stored.Front))!,
            await SaveAsync(pictures.Left, inputs.Left, stored.Left),
            await SaveAsync(pictures.Back, inputs.Back, stored.Back),
            await SaveAsync(pictures.Right, inputs.Right, stored.Right));

        async Task<ArtifactRef?> SaveAsync(Picture? picture, Picture? input, ArtifactRef? artifact)
            => picture is null ? null : ReferenceEquals(picture, input) ? artifact : await store.PutAsync(ImageCodec.EncodePng(picture), Png, cancellationToken);
    }

    private async Task<Picture> LoadAsync(ArtifactRef artifact, string field, CancellationToken cancellationToken)
    {
        var file = await store.TryReadAsync(artifact, cancellationToken) ?? throw new ArtifactMissingException($"The picture '{field}'", artifact);
        return ImageCodec.Decode(file, ImageLimits.Default, field);
    }
}
