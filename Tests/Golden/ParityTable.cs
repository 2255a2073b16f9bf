using System.Globalization;
using System.Text;
using Hunyuan3D.Inference.Checkpoints;
using Xunit;
using Xunit.Abstractions;

namespace Hunyuan3D.Tests.Golden;

/// <summary>
/// Compares computed values with the tensors of one recorded case, keeps a row for each, and fails in the end on any that is off, and on any tensor of the file that
/// nobody compared.
/// </summary>
internal sealed class ParityTable(string name, SafetensorsFile expected)
{
    private readonly List<(string Tensor, string Error, string Tolerance, bool Passed)> _rows = [];
    private readonly HashSet<string> _compared = new(StringComparer.Ordinal);

    public SafetensorsFile Expected => expected;

    /// <summary>Largest absolute difference, NaN equal to NaN only.</summary>
    /// <param name="offFraction">Share of the elements that may be off by more; 0: none.</param>
    public void Compare(string tensor, ReadOnlySpan<float> actual, float tolerance, double offFraction = 0) =>
        Compare(tensor, expected.ReadSingles(tensor), actual, tolerance, offFraction);

    /// <summary>The same for a part of a tensor, or one in another form.</summary>
    public void Compare(string tensor, ReadOnlySpan<float> wanted, ReadOnlySpan<float> actual, float tolerance, double offFraction = 0)
    {
        _compared.Add(tensor);
        if (wanted.Length != actual.Length)
        {
            _rows.Add((tensor, $"{actual.Length} values, not {wanted.Length}", "", false));
            return;
        }

        var (worst, off) = (0f, 0L);
        for (var i = 0; i < wanted.Length; i++)
        {
            var error = float.IsNaN(wanted[i]) || float.IsNaN(actual[i])
                ? float.IsNaN(wanted[i]) && float.IsNaN(actual[i]) ? 0 : float.PositiveInfinity
                : Math.Abs(wanted[i] - actual[i]);
            worst = Math.Max(worst, error);
            if (!(error <= tolerance))
                off++;
        }

        var share = off > 0 ? $" ({off} of {wanted.Length} off)" : "";
        _rows.Add((tensor, worst.ToString("g3", CultureInfo.InvariantCulture) + share, tolerance.ToString("g3", CultureInfo.InvariantCulture), off <= offFraction * wanted.Length));
    }

    /// <summary>A comparison of another kind.</summary>
    public void Row(string tensor, string finding, string wanted, bool passed)
    {
        _compared.Add(tensor);
        _rows.Add((tensor, finding, wanted, passed));
    }

    /// <summary>Marks tensors that are inputs of a comparison, not results.</summary>
    public void Input(params string[] tensors) => _compared.UnionWith(tensors);

    /// <summary>Prints the table and asserts it.</summary>
    public void Finish(ITestOutputHelper output)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"case",-16} {"tensor",-32} {"max abs error",-28} tolerance");
        foreach (var row in _rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-16} {row.Tensor,-32} {row.Error,-28} {row.Tolerance}{(row.Passed ? "" : "  FAILED")}");
        output.WriteLine(text.ToString());
        var forgotten = expected.Entries.Select(entry => entry.Name).Where(tensor => !_compared.Contains(tensor)).ToList();
        Assert.True(_rows.TrueForAll(row => row.Passed), $"{name}: {string.Join("; ", _rows.Where(row => !row.Passed).Select(row => $"{row.Tensor}: {row.Error}, tolerance {row.Tolerance}"))}");
        Assert.True(forgotten.Count == 0, $"{name}: in the file and not compared: {string.Join(", ", forgotten)}");
    }
}
