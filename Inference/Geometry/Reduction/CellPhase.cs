using System.Numerics;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>
/// One parallel phase: every cell of a partition is reduced on its own, with its seam frozen, up to a cost that all cells share, so that
/// faces are taken where they matter least in the whole mesh and not equally everywhere. The cost is found by reducing a few of the
/// cells first. No cell goes below its share of the final count, so the whole cannot either, whatever the few cells suggested.
/// </summary>
internal sealed class CellPhase(CellPartition partition, PatchPool patches, ReductionProgress progress, ParallelOptions parallel)
{
    /// <summary>How far below the phase's goal the cells are reduced that the cost is read from.</summary>
    private const double SampleDepth = 0.6;

    private const int MostSamples = 6;

    /// <param name="goal">Faces wanted after the phase.</param>
    /// <param name="least">Faces that must be left after it.</param>
    public WorkingMesh Run(int goal, int least, CollapseLimits limits)
    {
        var lastBucket = FindLastBucket((double)goal / partition.FaceCount, limits);
        var results = new PatchResult[partition.CellCount];
        var newIndex = GC.AllocateUninitializedArray<int>(partition.VertexStart[^1]);
        var share = Math.Max((double)least, goal * SampleDepth) / partition.FaceCount;
        // One more than the share: the last collapse may step over the limit by one face.
        int FewestFaces(Patch patch) => (int)Math.Ceiling(patch.FaceCount * share) + 1;
        Parallel.For(0, results.Length, parallel, cell => results[cell] = patches.Use(patch =>
        {
            partition.Load(patch, cell);
            patch.Collapse(FewestFaces(patch), lastBucket, limits, null, progress, parallel.CancellationToken);
            patch.WriteFaces();
            return PatchResult.Of(patch, newIndex.AsSpan(partition.VertexStart[cell], patch.VertexCount));
        }));
        return Join(results, newIndex);
    }

    private int FindLastBucket(double share, CollapseLimits limits)
    {
        var cells = partition.CellCount;
        var censuses = new CostCensus[Math.Min(MostSamples, cells)];
        Parallel.For(0, censuses.Length, parallel, sample => censuses[sample] = patches.Use(patch =>
        {
            partition.Load(patch, (int)((2L * sample + 1) * cells / (2 * censuses.Length)));
            var census = new CostCensus(share * SampleDepth);
            patch.Collapse(0, CollapseQueue.LastBucket, limits, census, null, parallel.CancellationToken);
            return census;
        }));
        return CostCensus.LastBucketLeaving(censuses, share);
    }

    /// <summary>Puts the cells and the seam together again; vertices are numbered cell by cell.</summary>
    private WorkingMesh Join(PatchResult[] results, int[] newIndex)
    {
        var vertexStart = new int[results.Length];
        var faceStart = new int[results.Length];
        int vertexCount = 0, indexCount = 0;
        for (var cell = 0; cell < results.Length; cell++)
        {
            (vertexStart[cell], faceStart[cell]) = (vertexCount, indexCount);
            vertexCount += results[cell].Vertices.Length;
            indexCount += results[cell].Faces.Length;
        }

        var seam = partition.Faces.AsSpan(partition.FaceStart[^2] * 3);
        var vertices = GC.AllocateUninitializedArray<QuadricVertex>(vertexCount);
        var faces = GC.AllocateUninitializedArray<int>(indexCount + seam.Length);
        Parallel.For(0, results.Length, parallel, cell =>
        {
            results[cell].Vertices.CopyTo(vertices, vertexStart[cell]);
            var target = faces.AsSpan(faceStart[cell], results[cell].Faces.Length);
            for (var i = 0; i < target.Length; i++)
                target[i] = results[cell].Faces[i] + vertexStart[cell];
            foreach (ref var index in newIndex.AsSpan(partition.VertexStart[cell]..partition.VertexStart[cell + 1]))
                index += vertexStart[cell];
        });
        for (var i = 0; i < seam.Length; i++)
            faces[indexCount + i] = newIndex[seam[i]];
        if (!partition.Mesh.HasQuadrics)
            AddSeamPlanes(vertices, faces.AsSpan(indexCount));
        return new WorkingMesh(vertices, faces);
    }

    /// <summary>The planes of the seam's faces, which no cell has seen. Their vertices are still where they were.</summary>
    private static void AddSeamPlanes(QuadricVertex[] vertices, ReadOnlySpan<int> faces)
    {
        for (var i = 0; i < faces.Length; i += 3)
        {
            ref var a = ref vertices[faces[i]];
            ref var b = ref vertices[faces[i + 1]];
            ref var c = ref vertices[faces[i + 2]];
            var cross = Vector3.Cross(b.Position - a.Position, c.Position - a.Position);
            var length = cross.Length();
            if (!(length > 0))
                continue;
            var scale = 0.5f / length;
            a.AddPlane(cross, scale);
            b.AddPlane(cross, scale);
            c.AddPlane(cross, scale);
        }
    }
}
