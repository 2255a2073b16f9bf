using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.Networks;

/// <summary>What happens between a transformer's projections.</summary>
internal interface ITransformerBlock
{
    /// <param name="key">The block's name among its network's, for example <c>down_0_1_0</c>.</param>
    /// <param name="rows">[batch * pixels, channels].</param>
    /// <param name="batch">[1] i64.</param>
    /// <param name="weights">Below <c>transformer_blocks.0</c>.</param>
    /// <returns>[batch * pixels, channels]; null: nothing after this block is needed.</returns>
    OnnxValue? Build(string key, OnnxValue rows, OnnxValue batch, CheckpointModule weights, int channels, int heads);
}
