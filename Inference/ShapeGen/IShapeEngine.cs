namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>Makes a mesh from pictures. One call at a time per device; the caller owns that order.</summary>
public interface IShapeEngine
{
    /// <summary>The name callers ask for, such as <c>relief</c>.</summary>
    string Name { get; }

    /// <exception cref="StageInputException">The pictures or options cannot be used; the message is for the caller.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; ends within one step.</exception>
    Task<ShapeResult> GenerateAsync(ShapeRequest request, StageContext context, CancellationToken cancellationToken);
}
