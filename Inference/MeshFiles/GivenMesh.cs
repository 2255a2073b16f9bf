using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference.MeshFiles;

/// <summary>A mesh that came from outside, in its own size and place. Every coordinate is a number, every index is legal, and the surface has an area.</summary>
/// <param name="Mesh">Vertices at exactly one place are one vertex; faces that name a vertex twice are left out.</param>
/// <param name="Uvs">The same faces in the same order with the file's UVs (any numbers); null where a vertex has none.</param>
public sealed record GivenMesh(TriangleMesh Mesh, UvMesh? Uvs);
