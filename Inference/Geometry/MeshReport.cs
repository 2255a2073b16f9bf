namespace Hunyuan3D.Inference.Geometry;

/// <summary>What <see cref="MeshInvariants.Check"/> found. Edges and pieces are counted over the faces that name three different vertices.</summary>
/// <param name="Closed">Every edge has exactly two faces, and there is a face.</param>
/// <param name="Manifold">No edge has more than two faces, and the faces of every vertex form one fan.</param>
/// <param name="Oriented">The two faces of every edge run along it in opposite directions.</param>
/// <param name="DegenerateFaces">Faces that name a vertex twice, or whose corners lie on one line.</param>
/// <param name="DuplicateFaces">Faces that have the same three vertices as an earlier one, in any order.</param>
public sealed record MeshReport(bool Closed, bool Manifold, bool Oriented, int DegenerateFaces, int DuplicateFaces)
{
    /// <summary>Vertices that a face names.</summary>
    public required int Vertices { get; init; }

    public required int Faces { get; init; }

    public required int Edges { get; init; }

    /// <summary>Edges with one face.</summary>
    public required int BoundaryEdges { get; init; }

    /// <summary>Edges with more than two faces.</summary>
    public required int NonManifoldEdges { get; init; }

    /// <summary>Vertices whose faces form more than one fan, or that have an edge with more than two faces.</summary>
    public required int NonManifoldVertices { get; init; }

    /// <summary>Pieces, connected over edges.</summary>
    public required int Components { get; init; }

    /// <summary>Vertices - edges + faces; 2 for a sphere, 0 for a torus.</summary>
    public required int EulerCharacteristic { get; init; }

    /// <summary>Handles, all pieces together; null unless the mesh is closed, manifold and oriented.</summary>
    public int? Genus => Closed && Manifold && Oriented && DegenerateFaces == 0 ? Components - EulerCharacteristic / 2 : null;

    /// <summary>In square units.</summary>
    public required double Area { get; init; }

    /// <summary>In cubic units; positive when the faces look outward. Means something only for a closed mesh.</summary>
    public required double SignedVolume { get; init; }

    /// <summary>Closed, manifold, oriented, and without degenerate or duplicate faces: what a shipped mesh has to be.</summary>
    public bool IsSound => Closed && Manifold && Oriented && DegenerateFaces == 0 && DuplicateFaces == 0;
}
