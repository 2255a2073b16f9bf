using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>
/// Bakes pictures of a mesh into its texture: each view is projected back (<see cref="BackProjector"/>), then the views are merged
/// (<see cref="TextureMerger"/>) with their weights. What no view reaches is left for <see cref="TextureInpainter"/>.
/// Source: Hunyuan3D-2, <c>pipelines.py</c>, <c>bake_from_multiview</c>. One view at a time is in memory.
/// </summary>
internal static class TextureBaker
{
    /// <summary>The size at which the pipeline renders and bakes.</summary>
    public const int DefaultViewSize = 2048;

    /// <param name="views">Square pictures of one size, and the camera and weight of each, in the order in which they are merged.</param>
    /// <param name="textureSize">Texture width and height, at least 2.</param>
    /// <param name="progress">0 to 1, after each view.</param>
    /// <param name="unreliableRadius">Null: that of <see cref="DefaultViewSize"/>, whatever the pictures' size, as upstream has it.</param>
    public static BakedTexture Bake(
        RenderMesh mesh,
        IReadOnlyList<(Picture Picture, SixView View)> views,
        int textureSize,
        int? unreliableRadius = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mesh);
        ArgumentNullException.ThrowIfNull(views);
        if (views.Count == 0)
            throw new ArgumentException("Expected at least one view.", nameof(views));
        var projector = new BackProjector(mesh, views[0].Picture.Width, textureSize, unreliableRadius ?? BackProjector.UnreliableRadius(DefaultViewSize));
        var merger = new TextureMerger(textureSize);
        for (var i = 0; i < views.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            merger.Add(projector.Project(views[i].Picture, views[i].View.Camera), views[i].View.BakeWeight);
            progress?.Report((i + 1.0) / views.Count);
        }

        return merger.Finish();
    }
}
