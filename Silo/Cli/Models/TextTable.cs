namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>Columns as wide as their widest value: the same on a terminal and in a file.</summary>
internal sealed class TextTable(params string[] titles)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, titles.Length);
        _rows.Add(values);
    }

    /// <summary>Writes nothing if there are no rows.</summary>
    public async Task WriteAsync(TextWriter output)
    {
        if (_rows.Count == 0)
            return;
        var widths = titles.Select((title, column) => _rows.Max(row => row[column].Length) is var widest && widest > title.Length ? widest : title.Length).ToArray();
        foreach (var row in _rows.Prepend(titles))
            await output.WriteLineAsync(string.Join("  ", row.Select((value, column) => value.PadRight(widths[column]))).TrimEnd());
    }
}
