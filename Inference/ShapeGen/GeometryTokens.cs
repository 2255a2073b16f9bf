using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.ShapeGen;

/// <summary>A decoded shape: the keys and values that the geometry decoder asks at every point.</summary>
/// <param name="Keys">[1, tokens, width] f32; heads lie one after the other in a row.</param>
/// <param name="Values">[1, tokens, width] f32.</param>
internal sealed record GeometryTokens(TensorData Keys, TensorData Values, int Heads)
{
    public int Count => (int)Keys.Shape[1];

    public int Width => (int)Keys.Shape[2];

    public int HeadSize => Width / Heads;
}
