using System.Collections.Immutable;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Caching;

/// <summary>Names all that decides a result; see <see cref="ResultCacheKey"/>.</summary>
/// <param name="Shape">64 hex digits: what decides the shape, or the given mesh.</param>
/// <param name="Texture">64 hex digits: what decides the texture beyond that; null: none is wanted.</param>
[GenerateSerializer, Immutable, Alias("h3d.CacheKey")]
internal sealed record CacheKey([property: Id(0)] string Shape, [property: Id(1)] string? Texture)
{
    /// <summary>Revisions of the models that may have made what is kept under the key; empty: of engines without models.</summary>
    [Id(2)]
    public ImmutableArray<string> ShapeRevisions { get; init; } = [];

    /// <inheritdoc cref="ShapeRevisions"/>
    [Id(3)]
    public ImmutableArray<string> TextureRevisions { get; init; } = [];

    /// <summary>Whether a mesh belongs under the key: a model that was imported anew while the job waited made another one.</summary>
    /// <param name="revision">Of the weights that ran.</param>
    public bool AllowsShape(string? revision) => Allows(ShapeRevisions, revision);

    /// <summary>As <see cref="AllowsShape"/>, for the result of a job.</summary>
    public bool Allows(GenerationResult result)
        => AllowsShape(result.ModelRevision) && (Texture is null || Allows(TextureRevisions, result.TextureModelRevision));

    // What is offered is the revision of the weights, and behind it the settings of the process that change what they make.
    private static bool Allows(ImmutableArray<string> offered, string? revision)
        => offered.IsDefaultOrEmpty ? revision is null : revision is not null && offered.Any(name => name.StartsWith(revision, StringComparison.Ordinal));
}
