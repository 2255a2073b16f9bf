namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>
/// One reduction, in phases. While the mesh is large it is cut into cells that fit a core's cache and that are reduced in parallel
/// (<see cref="CellPhase"/>), each phase to a fraction of the faces and with its seams at other places than the last one's. The rest, where
/// the exact count is met, is done on the whole mesh at once.
/// </summary>
internal sealed class FaceReduction(int maxFaces, ReductionSettings settings, ReductionProgress progress, CancellationToken cancellationToken) : IDisposable
{
    /// <summary>With fewer cells there is too little to do in parallel.</summary>
    private const int FewestCells = 4;

    /// <summary>A phase leaves at least one face in this many; beyond, the frozen seams would take a large share of what is left.</summary>
    private const int PhaseRatio = 6;

    /// <summary>What the phases leave for the whole, in multiples of the final count.</summary>
    private const double LastPhaseSurplus = 1.5;

    /// <summary>A phase that would have to remove less than this share is not worth its cuts.</summary>
    private const double LeastPhaseGain = 0.2;

    /// <summary>How far the grid of the cells moves from phase to phase, in boxes.</summary>
    private const float GridShift = 0.37f;

    /// <summary>At a level of limits the collapses are tried again while a round removes this share of the faces.</summary>
    private const double LeastRoundGain = 0.05;

    /// <summary>
    /// Used in turn until the count is met. First: normals turn by at most 78 degrees. Then: no face turns over. Last: only topology counts.
    /// </summary>
    private static readonly CollapseLimits[] Levels = [new(0.2f, 0.1f, 1e-3f), new(0, 1e-3f, 0), new(-2, 0, 0)];

    private readonly PatchPool _patches = new();

    private readonly ParallelOptions _parallel = new() { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellationToken };

    public TriangleMesh Run(TriangleMesh mesh)
    {
        var working = new WorkingMesh(mesh.Positions, mesh.Indices, 1);
        var scale = MeshBounds.UnitScaleOf(working, _parallel);
        working = new WorkingMesh(mesh.Positions, mesh.Indices, scale);
        for (var shift = 0f; WantsPhase(working.FaceCount); shift += GridShift)
        {
            var goal = Math.Max(working.FaceCount / PhaseRatio, (int)(LastPhaseSurplus * maxFaces));
            var partition = CellPartition.Split(working, working.FaceCount / settings.FacesPerCell, shift % 1, _parallel);
            var reduced = new CellPhase(partition, _patches, progress, _parallel).Run(goal, maxFaces, Levels[0]);
            var stuck = reduced.FaceCount > working.FaceCount * (1 - LeastPhaseGain / 2);
            working = reduced;
            if (stuck)
                break;
        }

        var result = _patches.Use(patch => ReduceWhole(patch, working, 1 / scale));
        progress.Finish();
        return result;
    }

    private bool WantsPhase(int faces) =>
        faces >= FewestCells * settings.FacesPerCell && LastPhaseSurplus * maxFaces < faces * (1 - LeastPhaseGain);

    private TriangleMesh ReduceWhole(Patch patch, WorkingMesh working, float unscale)
    {
        CellPartition.Split(working, 1, 0, _parallel).Load(patch, 0);
        for (var level = 0; patch.FaceCount > maxFaces && level < Levels.Length; level++)
        {
            if (level > 0)
                patch.RebuildRings();
            int before;
            do
            {
                before = patch.FaceCount;
                patch.Collapse(maxFaces, CollapseQueue.LastBucket, Levels[level], null, progress, cancellationToken);
            }
            while (patch.FaceCount > maxFaces && before - patch.FaceCount > (level < Levels.Length - 1 ? before * LeastRoundGain : 0));
        }

        patch.WriteFaces();
        var (vertices, faces) = PatchResult.Of(patch, new int[patch.VertexCount]);
        return new TriangleMesh(Array.ConvertAll(vertices, vertex => vertex.Position * unscale), faces);
    }

    public void Dispose() => _patches.Dispose();
}
