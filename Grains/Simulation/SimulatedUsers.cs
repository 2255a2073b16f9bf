using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Simulation;

/// <summary>Who asks for how much: a few ask for much, many for little. Priorities are spread evenly over big and small users.</summary>
internal sealed class SimulatedUsers
{
    private readonly double[] _cumulative;
    private readonly GenerationPriority[] _priorities;

    public SimulatedUsers(SimulationOptions options)
    {
        _cumulative = new double[options.Users];
        _priorities = new GenerationPriority[options.Users];
        Names = [.. Enumerable.Range(0, options.Users).Select(user => $"user{user}")];
        var (sum, interactive, batch) = (0.0, 0.0, 0.0);
        for (var user = 0; user < options.Users; user++)
        {
            _cumulative[user] = sum += 1 / Math.Sqrt(user + 1);
            (interactive, batch) = (interactive + options.InteractiveShare, batch + options.BatchShare);
            if (interactive >= 1) (_priorities[user], interactive) = (GenerationPriority.Interactive, interactive - 1);
            else if (batch >= 1) (_priorities[user], batch) = (GenerationPriority.Batch, batch - 1);
            else _priorities[user] = GenerationPriority.Standard;
        }
    }

    public IReadOnlyList<string> Names { get; }

    public GenerationPriority PriorityOf(int user) => _priorities[user];

    /// <param name="sample">Uniform in 0..1.</param>
    public int Pick(double sample)
    {
        var index = Array.BinarySearch(_cumulative, sample * _cumulative[^1]);
        return Math.Min(index < 0 ? ~index : index + 1, _cumulative.Length - 1);
    }
}
