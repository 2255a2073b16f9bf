using System.Numerics;
using System.Runtime.Intrinsics.X86;
using Hunyuan3D.Inference.Geometry.Reduction;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Geometry;

public sealed unsafe class FaceReducerQuadricTests
{
    /// <summary>Costs are sums of squares of single-precision distances: a part in a thousand of the larger terms that cancel.</summary>
    private const double Tolerance = 1e-3;

    [Fact]
    public void Costs_RandomPlanes_AreTheLeastSumOfSquaredDistances()
    {
        var random = new Random(7);
        var planes = new List<(Vector3 Point, Vector3 Normal, float Area)>[EdgeQuadrics.Lanes + 1];
        var vertices = stackalloc QuadricVertex[planes.Length];
        for (var v = 0; v < planes.Length; v++)
        {
            // A vertex that has moved off its planes, as all have after the first collapses.
            var start = RandomVector(random);
            vertices[v] = QuadricVertex.At(start);
            planes[v] = [.. Enumerable.Range(0, 5).Select(_ => (start, Vector3.Normalize(RandomVector(random)), random.NextSingle()))];
            foreach (var (_, normal, area) in planes[v])
                vertices[v].AddPlane(normal * 2 * area, 0.5f / (2 * area));
            vertices[v].MoveTo(start + 0.2f * RandomVector(random));
        }

        using var edges = new EdgeQuadrics();
        for (var i = 0; i < EdgeQuadrics.Lanes; i++)
            edges.Neighbours[i] = i + 1;
        var costs = edges.Costs(vertices, vertices, EdgeQuadrics.Lanes);
        for (var i = 0; i < EdgeQuadrics.Lanes; i++)
        {
            var both = planes[0].Concat(planes[i + 1]).ToArray();
            double Error(Vector3 p) => both.Sum(plane => plane.Area * Math.Pow(Vector3.Dot(p - plane.Point, plane.Normal), 2));
            var place = edges.BestPlace(vertices, vertices + i + 1);
            var expected = Error(place);
            Assert.Equal(expected, costs[i], Tolerance * (1 + expected));
            for (var trial = 0; trial < 20; trial++)
                Assert.True(Error(place + 0.1f * RandomVector(random)) >= expected * (1 - Tolerance));
        }
    }

    [Fact]
    public void Add_AfterMoves_IsTheQuadricOfAllPlanes()
    {
        QuadricVertex a = QuadricVertex.At(new Vector3(1, 2, 3)), b = QuadricVertex.At(new Vector3(-1, 0, 1));
        a.AddPlane(new Vector3(0, 0, 2), 0.25f);
        b.AddPlane(new Vector3(4, 0, 0), 0.125f);
        var place = new Vector3(5, 5, 5);
        a.MoveTo(place);
        b.MoveTo(place);
        a.Add(in b);

        // Planes z = 3 with area 1 and x = -1 with area 2.
        Assert.Equal(1 * 2 * 2 + 2 * 6 * 6, a.C, 1e-4f);
        a.MoveTo(new Vector3(-1, 9, 3));
        Assert.Equal(0, a.C, 1e-4f);
    }

    [Fact]
    public void Transpose_AnyCount_EqualsThePlainCopy()
    {
        if (!Avx.IsSupported)
            return;
        var random = new Random(3);
        const int Count = 20;
        var vertices = stackalloc QuadricVertex[Count];
        new Span<byte>(vertices, Count * sizeof(QuadricVertex)).Clear();
        for (var i = 0; i < Count * 16; i++)
            ((float*)vertices)[i] = random.NextSingle();
        float* fast = stackalloc float[16 * EdgeQuadrics.Lanes], plain = stackalloc float[16 * EdgeQuadrics.Lanes];
        var neighbours = stackalloc int[EdgeQuadrics.Lanes];
        for (var count = 1; count <= EdgeQuadrics.Lanes; count++)
        {
            for (var i = 0; i < count; i++)
                neighbours[i] = random.Next(Count);
            EdgeQuadrics.Transpose(vertices, neighbours, count, fast);
            EdgeQuadrics.Copy(vertices, neighbours, count, plain);
            var length = EdgeQuadrics.Fields * EdgeQuadrics.Lanes;
            Assert.True(new Span<float>(plain, length).SequenceEqual(new Span<float>(fast, length)));
        }
    }

    private static Vector3 RandomVector(Random random) => new(random.NextSingle() * 2 - 1, random.NextSingle() * 2 - 1, random.NextSingle() * 2 - 1);
}
