using Hunyuan3D.Inference.Geometry;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference.Export;

/// <summary>What a GLB holds: all meshes of its scene merged, with the transforms of the nodes applied.</summary>
/// <param name="Mesh">Vertices at exactly one place are one vertex, so a mesh that was closed before its UVs were cut is closed here.</param>
/// <param name="Textured">
/// The same faces with UVs and texture; its source vertices are those of <paramref name="Mesh"/>. Null when a part has no base colour
/// texture or UVs, or when the parts have different textures.
/// </param>
public sealed record GlbModel(TriangleMesh Mesh, TexturedMesh? Textured);
