using System.Numerics;
using Hunyuan3D.Inference.ShapeGen;

namespace Hunyuan3D.Benchmarks.Geometry;

/// <summary>A ball whose surface random waves push in and out: handles, caves and thin walls, the more the higher the frequency.</summary>
internal sealed class NoiseField : IImplicitField
{
    private const float Radius = 0.75f;
    private const float Amplitude = 0.08f;

    private readonly (Vector3 Direction, float Phase)[] _waves;

    public NoiseField(int seed, float frequency)
    {
        var random = new Random(seed);
        _waves = [.. Enumerable.Range(0, 24).Select(_ => (Vector3.Normalize(new Vector3(Next(), Next(), Next())) * frequency * (0.5f + random.NextSingle()), random.NextSingle() * MathF.Tau))];

        float Next() => random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f;
    }

    public void Evaluate(ReadOnlySpan<Vector3> points, Span<float> logits)
    {
        for (var p = 0; p < points.Length; p++)
        {
            var sum = 0f;
            foreach (var (direction, phase) in _waves) sum += MathF.Sin(Vector3.Dot(direction, points[p]) + phase);
            logits[p] = Radius - points[p].Length() + Amplitude * sum;
        }
    }
}
