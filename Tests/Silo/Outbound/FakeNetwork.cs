using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Hunyuan3D.Hosting.Outbound;

namespace Hunyuan3D.Tests.Silo.Outbound;

/// <summary>A network in which the test says what names mean, and in which every connection ends at one port of loopback.</summary>
internal sealed class FakeNetwork(int port) : IOutboundNetwork
{
    private readonly ConcurrentDictionary<string, Queue<string>> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where connections were to go, in order.</summary>
    public ConcurrentQueue<IPAddress> Dialled { get; } = new();

    /// <summary>Answers of a name in turn, addresses separated by blanks; the last one stays.</summary>
    public FakeNetwork Name(string host, params string[] answers)
    {
        _names[host] = new Queue<string>(answers);
        return this;
    }

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (!_names.TryGetValue(host, out var answers))
            throw new SocketException((int)SocketError.HostNotFound);
        var answer = answers.Count > 1 ? answers.Dequeue() : answers.Peek();
        return Task.FromResult(answer.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToArray());
    }

    public async Task<Stream> ConnectAsync(IPAddress[] addresses, int askedPort, CancellationToken cancellationToken)
    {
        Dialled.Enqueue(addresses[0]);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
