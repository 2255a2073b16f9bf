using System.Buffers.Text;
using System.Numerics;
using Hunyuan3D.Inference.Export;

namespace Hunyuan3D.Inference.MeshFiles;

/// <summary>
/// The faces of a Wavefront OBJ with their UVs; polygons become fans. Groups, materials, normals, curves and colours are left out. A vertex with two UVs is
/// two vertices here. Source: "Wavefront Advanced Visualizer", appendix B1, "Object Files (.obj)". Time is linear in the file.
/// </summary>
internal static class ObjGeometryReader
{
    /// <exception cref="StageInputException">The file is broken, too large or without faces; the message names the line.</exception>
    public static MeshGeometry Read(ReadOnlySpan<byte> file, GlbLimits limits, string field)
    {
        var reader = new State(limits, field);
        var line = 0;
        foreach (var range in file.Split((byte)'\n'))
        {
            line++;
            var text = file[range].TrimEnd("\r \t"u8);
            if (text.StartsWith("v "u8) || text.StartsWith("v\t"u8)) reader.AddPosition(text[1..], line);
            else if (text.StartsWith("vt "u8)) reader.AddUv(text[2..], line);
            else if (text.StartsWith("f "u8) || text.StartsWith("f\t"u8)) reader.AddPolygon(text[1..], line);
        }

        return reader.Geometry.FaceCount > 0 ? reader.Geometry : throw new StageInputException(field, "The OBJ has no faces.");
    }

    private sealed class State(GlbLimits limits, string field)
    {
        private readonly List<Vector3> _positions = [];
        private readonly List<Vector2> _uvs = [];
        private readonly Dictionary<(int Position, int Uv), int> _vertices = [];
        private readonly List<int> _polygon = [];

        public MeshGeometry Geometry { get; } = new(0, 0);

        public void AddPosition(ReadOnlySpan<byte> text, int line)
        {
            if (!Number(ref text, out var x) || !Number(ref text, out var y) || !Number(ref text, out var z))
                throw Error(line, "a vertex needs three numbers");
            if (_positions.Count == limits.MaxVertices)
                throw new StageInputException(field, $"The mesh has more than {limits.MaxVertices} vertices, the most that are accepted. Reduce it first.");
            _positions.Add(new Vector3(x, y, z));
        }

        public void AddUv(ReadOnlySpan<byte> text, int line)
        {
            if (!Number(ref text, out var u)) throw Error(line, "a texture coordinate needs a number");
            if (_uvs.Count == limits.MaxVertices)
                throw new StageInputException(field, $"The mesh has more than {limits.MaxVertices} texture coordinates, the most that are accepted. Reduce it first.");
            _uvs.Add(new Vector2(u, Number(ref text, out var v) ? v : 0));
        }

        public void AddPolygon(ReadOnlySpan<byte> text, int line)
        {
            _polygon.Clear();
            while (Token(ref text) is { IsEmpty: false } corner) _polygon.Add(Vertex(corner, line));
            if (_polygon.Count < 3) throw Error(line, $"a face needs three corners, not {_polygon.Count}");
            if (Geometry.FaceCount + _polygon.Count - 2 > limits.MaxFaces)
                throw new StageInputException(field, $"The mesh has more than {limits.MaxFaces} faces, the most that are accepted. Reduce it first.");
            for (var i = 2; i < _polygon.Count; i++) Geometry.AddFace(_polygon[0], _polygon[i - 1], _polygon[i]);
        }

        // "7", "7/3", "7/3/9" or "7//9"; negative numbers count from the last one back.
        private int Vertex(ReadOnlySpan<byte> corner, int line)
        {
            var slash = corner.IndexOf((byte)'/');
            var position = Index(slash < 0 ? corner : corner[..slash], _positions.Count, line);
            var rest = slash < 0 ? default : corner[(slash + 1)..];
            var end = rest.IndexOf((byte)'/');
            if (end >= 0) rest = rest[..end];
            var uv = rest.IsEmpty ? -1 : Index(rest, _uvs.Count, line);
            if (_vertices.TryGetValue((position, uv), out var vertex)) return vertex;
            if (Geometry.VertexCount == limits.MaxVertices)
                throw new StageInputException(field, $"The mesh has more than {limits.MaxVertices} vertices, the most that are accepted. Reduce it first.");
            vertex = Geometry.VertexCount;
            Geometry.AddVertex(_positions[position], limits.MaxCoordinate, "the OBJ", position + 1, field);
            if (uv >= 0) Geometry.SetUv(vertex, _uvs[uv]);
            _vertices.Add((position, uv), vertex);
            return vertex;
        }

        private int Index(ReadOnlySpan<byte> text, int count, int line)
        {
            if (!Utf8Parser.TryParse(text, out int number, out var used) || used != text.Length) throw Error(line, "a face names something that is no number");
            var index = number > 0 ? number - 1 : count + number;
            return number != 0 && index >= 0 && index < count ? index : throw Error(line, $"a face names element {number} of the {count} before it");
        }

        private static bool Number(ref ReadOnlySpan<byte> text, out float value)
        {
            var token = Token(ref text);
            return Utf8Parser.TryParse(token, out value, out var used) && used == token.Length && !token.IsEmpty;
        }

        private static ReadOnlySpan<byte> Token(ref ReadOnlySpan<byte> text)
        {
            text = text.TrimStart(" \t"u8);
            var end = text.IndexOfAny((byte)' ', (byte)'\t');
            var token = end < 0 ? text : text[..end];
            text = end < 0 ? default : text[end..];
            return token;
        }

        private StageInputException Error(int line, string reason) => new(field, $"Line {line} of the OBJ is broken: {reason}.");
    }
}
