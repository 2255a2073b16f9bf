using Hunyuan3D.Inference.Tensors;

namespace Hunyuan3D.Inference.Sessions;

/// <summary>A graph of a <see cref="SessionPool"/>: loaded when it is run and not loaded, and not unloaded while it runs.</summary>
internal readonly record struct PooledSession(SessionPool Pool, string Path)
{
    /// <returns>All outputs by name.</returns>
    public IReadOnlyDictionary<string, TensorData> Run(params (string Name, TensorData Value)[] inputs) => Run(inputs, [], CancellationToken.None);

    /// <returns>All outputs by name.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; a run ends with the operator it is in.</exception>
    public IReadOnlyDictionary<string, TensorData> Run(CancellationToken cancellationToken, params (string Name, TensorData Value)[] inputs) =>
        Run(inputs, [], cancellationToken);

    /// <param name="indices">Inputs of whole numbers, one axis each.</param>
    /// <returns>All outputs by name.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; a run ends with the operator it is in.</exception>
    public IReadOnlyDictionary<string, TensorData> Run(
        IReadOnlyList<(string Name, TensorData Value)> inputs, IReadOnlyList<(string Name, long[] Value)> indices, CancellationToken cancellationToken = default)
    {
        using var lease = Pool.Rent(Path, cancellationToken);
        return lease.Session.Run(inputs, indices, cancellationToken);
    }
}
