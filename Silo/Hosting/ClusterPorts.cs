namespace Hunyuan3D.Hosting;

/// <summary>The TCP ports of one process of a cluster.</summary>
/// <param name="Redis">Of the embedded server; 0 where a server of the network is used.</param>
/// <param name="Silo">Between silos.</param>
/// <param name="Gateway">For clients; 0: none.</param>
internal sealed record ClusterPorts(int Redis, int Silo, int Gateway);
