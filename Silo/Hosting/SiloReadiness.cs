namespace Hunyuan3D.Hosting;

/// <summary>Tells whether this process may get work: its silo is an active member of the cluster and is not on its way out.</summary>
internal sealed class SiloReadiness(ISiloStatusOracle silos, IHostApplicationLifetime host)
{
    public const string Ready = "ready";

    /// <summary><c>starting</c>, <c>ready</c> or <c>stopping</c>.</summary>
    public string State =>
        host.ApplicationStopping.IsCancellationRequested || silos.CurrentStatus.IsTerminating() ? "stopping"
        : silos.CurrentStatus == SiloStatus.Active ? Ready
        : "starting";
}
