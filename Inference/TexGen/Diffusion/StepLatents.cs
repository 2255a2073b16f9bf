using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.TexGen.Diffusion;

/// <summary>A diffusion between two steps.</summary>
/// <param name="StepsDone">The step to go on with.</param>
internal sealed record StepLatents(int StepsDone, TensorData Latents);
