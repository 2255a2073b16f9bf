using Hunyuan3D.Inference.Imaging;
using Hunyuan3D.Inference.Simulation;

namespace Hunyuan3D.Inference.ShapeGen.Simulated;

/// <summary>Takes the configured time and makes a small ball, whatever the picture shows. For load tests and capacity planning.</summary>
internal sealed class SimulatedShapeEngine(SimulatedStageOptions options, TimeProvider time) : IShapeEngine
{
    private readonly SimulatedSteps _steps = new(time);

    public string Name => "simulated";

    public async Task<ShapeResult> GenerateAsync(ShapeRequest request, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var start = time.GetTimestamp();
        await _steps.RunAsync(
            request.Steps ?? options.Steps,
            TimeSpan.FromSeconds(options.ShapeSeconds * options.TimeScale),
            context,
            cancellationToken).ConfigureAwait(false);
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        return new ShapeResult(Icosahedron.Create(radius: 0.8f), request.Pictures, MaskSource.Alpha, [new("simulated-denoising", seconds)]);
    }
}
