namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>Shows how far a command is that moves bytes.</summary>
internal interface IWorkDisplay
{
    /// <summary>Runs <paramref name="work"/>, and shows what it reports.</summary>
    Task<T> ShowAsync<T>(Func<IProgress<WorkProgress>, Task<T>> work);
}
