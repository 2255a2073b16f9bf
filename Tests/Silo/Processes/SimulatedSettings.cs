using System.Globalization;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>Environment of a server: how long the simulated engine takes, and what is logged.</summary>
internal static class SimulatedSettings
{
    /// <summary>The ends of jobs are logged, each with the id, so that a test can count them.</summary>
    public static Dictionary<string, string> Stages(double shapeSeconds, double textureSeconds) => new()
    {
        ["Hunyuan3D__Simulation__ShapeSeconds"] = shapeSeconds.ToString(CultureInfo.InvariantCulture),
        ["Hunyuan3D__Simulation__TextureSeconds"] = textureSeconds.ToString(CultureInfo.InvariantCulture),
        ["Logging__LogLevel__Hunyuan3D.Grains.Generation.GenerationGrain"] = "Debug",
    };

    /// <summary>How often a log says that this job ended as completed by running.</summary>
    public static int RunsToCompletion(string log, string id) =>
        log.Split('\n').Count(line => line.Contains($"Job {id} ended Completed", StringComparison.Ordinal) && line.Contains("from cache: False", StringComparison.Ordinal));
}
