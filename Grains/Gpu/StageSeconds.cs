namespace Hunyuan3D.Grains.Gpu;

/// <summary>The wall time of a stage and its steps, in the form that results carry.</summary>
internal static class StageSeconds
{
    /// <returns><c>{stage}</c> and <c>{stage}.{step}</c>; a step named twice is summed.</returns>
    public static Dictionary<string, double> Of(string stage, TimeSpan total, IReadOnlyList<KeyValuePair<string, double>> steps)
    {
        var seconds = new Dictionary<string, double>(steps.Count + 1, StringComparer.Ordinal) { [stage] = total.TotalSeconds };
        foreach (var (step, value) in steps)
        {
            var name = $"{stage}.{step}";
            seconds[name] = seconds.GetValueOrDefault(name) + value;
        }

        return seconds;
    }
}
