namespace Hunyuan3D.Inference.TexGen;

/// <summary>Makes the texture of a mesh from pictures. One call at a time per device; the caller owns that order.</summary>
public interface ITextureEngine
{
    /// <summary>The name callers ask for, such as <c>relief</c>.</summary>
    string Name { get; }

    /// <exception cref="StageInputException">The mesh, pictures or options cannot be used; the message is for the caller.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; ends within one step.</exception>
    Task<TextureResult> GenerateAsync(TextureRequest request, StageContext context, CancellationToken cancellationToken);
}
