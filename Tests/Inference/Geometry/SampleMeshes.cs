using System.Numerics;
using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.ShapeGen;

namespace Hunyuan3D.Tests.Inference.Geometry;

/// <summary>Small meshes whose properties are known.</summary>
internal static class SampleMeshes
{
    /// <summary>The corner tetrahedron of edge 1 at <paramref name="origin"/>; volume 1/6.</summary>
    public static TriangleMesh Tetrahedron(Vector3 origin = default) => new(
        [origin, origin + Vector3.UnitX, origin + Vector3.UnitY, origin + Vector3.UnitZ],
        [0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3]);

    /// <summary>Closed quads around a ring: genus 1.</summary>
    public static TriangleMesh Torus(int around, int across, float radius = 0.7f, float thickness = 0.25f)
    {
        var positions = new Vector3[around * across];
        var indices = new List<int>();
        for (var i = 0; i < around; i++)
        {
            for (var j = 0; j < across; j++)
            {
                float u = MathF.Tau * i / around, v = MathF.Tau * j / across, r = radius + thickness * MathF.Cos(v);
                positions[i * across + j] = new Vector3(r * MathF.Cos(u), r * MathF.Sin(u), thickness * MathF.Sin(v));
                int a = i * across + j, b = (i + 1) % around * across + j, c = i * across + (j + 1) % across, d = (i + 1) % around * across + (j + 1) % across;
                indices.AddRange([a, b, d, a, d, c]);
            }
        }

        return new TriangleMesh(positions, [.. indices]);
    }

    /// <summary>A sphere as marching cubes makes it.</summary>
    public static TriangleMesh Sphere(int octreeResolution, float radius = 0.8f, Vector3 centre = default) =>
        OfField(octreeResolution, p => radius - Vector3.Distance(p, centre));

    public static TriangleMesh OfField(int octreeResolution, Func<Vector3, float> logit) =>
        MarchingCubes.Extract(new VanillaVolumeDecoder().Decode(new FunctionField(logit), octreeResolution, 0f, null, CancellationToken.None), 0f, CancellationToken.None);

    /// <summary>Several meshes in one, vertices not shared.</summary>
    public static TriangleMesh Together(params TriangleMesh[] meshes)
    {
        var indices = new List<int>();
        var start = 0;
        foreach (var mesh in meshes)
        {
            indices.AddRange(mesh.Indices.Select(index => index + start));
            start += mesh.VertexCount;
        }

        return new TriangleMesh([.. meshes.SelectMany(mesh => mesh.Positions)], [.. indices]);
    }
}
