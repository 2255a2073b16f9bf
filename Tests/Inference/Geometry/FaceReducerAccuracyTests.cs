using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.Geometry.Reduction;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry;

public sealed class FaceReducerAccuracyTests
{
    /// <summary>Both are greedy, so each wins by a few percent here and there.</summary>
    private const double MostAgainstPlain = 1.15;

    private const int Samples = 40_000;

    public static TheoryData<string, int> Cases => new()
    {
        { "sphere", 600 }, { "torus", 800 }, { "blob", 1500 }, { "rounded box", 400 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reduce_RootMeanSquareError_IsThatOfThePlainReducer(string name, int maxFaces)
    {
        var mesh = name switch
        {
            "sphere" => SampleMeshes.Sphere(44),
            "torus" => SampleMeshes.Torus(160, 60),
            "blob" => FaceReducerMeshes.Blob(5, 40),
            _ => SampleMeshes.OfField(44, p => 0.15f - Vector3.Max(Vector3.Abs(p) - new Vector3(0.6f, 0.4f, 0.3f), Vector3.Zero).Length()),
        };
        var plain = MeshMetrics.Distance(mesh, PlainFaceReducer.Reduce(mesh, maxFaces), Samples).Rms;
        foreach (var settings in new[] { new ReductionSettings(), new ReductionSettings { FacesPerCell = 1000 } })
        {
            var ours = MeshMetrics.Distance(mesh, FaceReducer.Reduce(mesh, maxFaces, settings, null, CancellationToken.None), Samples).Rms;
            Assert.True(ours <= MostAgainstPlain * plain, $"{name} in cells of {settings.FacesPerCell}: rms {ours:e3}, plain {plain:e3}");
        }
    }
}
