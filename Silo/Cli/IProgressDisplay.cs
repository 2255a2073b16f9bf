using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>Shows a job's progress while it runs.</summary>
internal interface IProgressDisplay
{
    /// <summary>Runs <paramref name="work"/>, and shows what it reports.</summary>
    Task<T> ShowAsync<T>(Func<IProgress<GenerationStatus>, Task<T>> work);
}
