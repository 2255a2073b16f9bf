namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>What is left of a patch.</summary>
/// <param name="Vertices">The vertices still in use.</param>
/// <param name="Faces">[faces * 3] into <paramref name="Vertices"/>.</param>
internal readonly record struct PatchResult(QuadricVertex[] Vertices, int[] Faces)
{
    /// <param name="newIndex">Gets the new index of each of the patch's vertices still in use.</param>
    public static PatchResult Of(Patch patch, Span<int> newIndex)
    {
        var source = patch.Vertices;
        var count = 0;
        for (var v = 0; v < source.Length; v++)
            newIndex[v] = source[v].Valence > 0 ? count++ : -1;
        var vertices = GC.AllocateUninitializedArray<QuadricVertex>(count);
        for (var v = 0; v < source.Length; v++)
        {
            if (newIndex[v] < 0)
                continue;
            vertices[newIndex[v]] = source[v];
            vertices[newIndex[v]].Thaw();
        }

        var faces = GC.AllocateUninitializedArray<int>(patch.FaceCount * 3);
        for (var i = 0; i < faces.Length; i++)
            faces[i] = newIndex[patch.Faces[i]];
        return new PatchResult(vertices, faces);
    }
}
