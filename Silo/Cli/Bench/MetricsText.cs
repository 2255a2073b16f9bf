using System.Globalization;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>What a server told at <c>/metrics</c>.</summary>
internal sealed class MetricsText(string text)
{
    /// <summary>What the last garbage collection left alive.</summary>
    public double ManagedBytes => Sum("dotnet_gc_last_collection_heap_size_bytes") - Sum("dotnet_gc_last_collection_heap_fragmentation_size_bytes");

    /// <summary>The sum over all series of a metric; 0 where there is none.</summary>
    public double Sum(string name)
    {
        var sum = 0.0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(name, StringComparison.Ordinal) || line.Length == name.Length || line[name.Length] is not ('{' or ' '))
                continue;
            var labels = line.LastIndexOf('}');
            var values = line[(labels < 0 ? name.Length : labels + 1)..].Trim();
            var end = values.IndexOf(' ');
            sum += double.Parse(end < 0 ? values : values[..end], CultureInfo.InvariantCulture);
        }

        return sum;
    }
}
