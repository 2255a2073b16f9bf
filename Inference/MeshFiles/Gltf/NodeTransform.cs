using System.Numerics;
using System.Text.Json;

namespace Hunyuan3D.Inference.MeshFiles.Gltf;

/// <summary>
/// Where a node puts its mesh, in double precision so that a chain of nodes costs no digits. Column-major 3 x 4, as glTF stores a matrix without its last row.
/// Source: glTF 2.0 specification, section 3.5.3, "Transformations".
/// </summary>
internal sealed class NodeTransform
{
    private readonly double[] _m; // [4 columns * 3 rows]

    private NodeTransform(double[] columns) => _m = columns;

    public static NodeTransform Identity { get; } = new([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]);

    /// <summary>Whether it turns faces inside out.</summary>
    public bool Mirrors =>
        _m[0] * (_m[4] * _m[8] - _m[5] * _m[7]) - _m[3] * (_m[1] * _m[8] - _m[2] * _m[7]) + _m[6] * (_m[1] * _m[5] - _m[2] * _m[4]) < 0;

    /// <exception cref="StageInputException">The node's numbers are no transform.</exception>
    public static NodeTransform Of(JsonElement node, GltfDocument document, string name)
    {
        if (Numbers(node, "matrix", 16, document, name) is { } matrix)
            return new([matrix[0], matrix[1], matrix[2], matrix[4], matrix[5], matrix[6], matrix[8], matrix[9], matrix[10], matrix[12], matrix[13], matrix[14]]);
        var t = Numbers(node, "translation", 3, document, name) ?? [0, 0, 0];
        var s = Numbers(node, "scale", 3, document, name) ?? [1, 1, 1];
        var q = Numbers(node, "rotation", 4, document, name) ?? [0, 0, 0, 1];
        var (x, y, z, w) = (q[0], q[1], q[2], q[3]);
        return new(
        [
            s[0] * (1 - 2 * (y * y + z * z)), s[0] * 2 * (x * y + z * w), s[0] * 2 * (x * z - y * w),
            s[1] * 2 * (x * y - z * w), s[1] * (1 - 2 * (x * x + z * z)), s[1] * 2 * (y * z + x * w),
            s[2] * 2 * (x * z + y * w), s[2] * 2 * (y * z - x * w), s[2] * (1 - 2 * (x * x + y * y)),
            t[0], t[1], t[2],
        ]);
    }

    /// <summary>This one, applied inside <paramref name="parent"/>.</summary>
    public NodeTransform In(NodeTransform parent)
    {
        var product = new double[12];
        for (var column = 0; column < 4; column++)
        {
            for (var row = 0; row < 3; row++)
            {
                var sum = column == 3 ? parent._m[9 + row] : 0;
                for (var k = 0; k < 3; k++) sum += parent._m[3 * k + row] * _m[3 * column + k];
                product[3 * column + row] = sum;
            }
        }

        return new(product);
    }

    public Vector3 Apply(float x, float y, float z) => new(
        (float)(_m[0] * x + _m[3] * y + _m[6] * z + _m[9]),
        (float)(_m[1] * x + _m[4] * y + _m[7] * z + _m[10]),
        (float)(_m[2] * x + _m[5] * y + _m[8] * z + _m[11]));

    private static double[]? Numbers(JsonElement node, string property, int count, GltfDocument document, string name)
    {
        if (!node.TryGetProperty(property, out var array)) return null;
        var numbers = GltfDocument.Items(node, property).Select(n => n.ValueKind == JsonValueKind.Number && n.TryGetDouble(out var d) ? d : double.NaN).ToArray();
        return numbers.Length == count && numbers.All(double.IsFinite)
            ? numbers
            : throw document.Error($"{name}.{property} of the GLB is {GltfDocument.Shorten(array.GetRawText())}; expected {count} numbers.");
    }
}
