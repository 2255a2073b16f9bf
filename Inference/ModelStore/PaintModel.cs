using Hunyuan3D.Inference.Networks;
using Hunyuan3D.Inference.Schedulers;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>An imported texture model.</summary>
/// <param name="Text">The learned prompt, [1, 77, width] f32.</param>
internal sealed record PaintModel(string Folder, StableDiffusionUNetConfig Unet, AutoencoderKlConfig Vae, DiffusionBetas Scheduler, float[] Text);
