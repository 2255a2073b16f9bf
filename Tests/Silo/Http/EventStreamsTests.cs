using System.Net;
using System.Net.Sockets;
using System.Text;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

/// <summary>Streams whose callers leave, or stay and do not read.</summary>
public sealed class EventStreamsTests(HttpServer server) : IClassFixture<HttpServer>
{
    private const int Streams = 1000;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Events_AThousandOpenedAndDropped_LeaveNone()
    {
        var id = (await server.Client.SubmitAsync(new(Pictures.Png(9)))).Id;
        var opened = 0;
        await Parallel.ForAsync(0, Streams, new ParallelOptions { MaxDegreeOfParallelism = 50 }, async (number, token) =>
        {
            using var response = await server.Http.GetAsync($"/v1/generations/{id}/events", HttpCompletionOption.ResponseHeadersRead, token);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await using var body = await response.Content.ReadAsStreamAsync(token);
            if (number % 2 == 0)
                Assert.NotEqual(0, await body.ReadAsync(new byte[100], token));
            Interlocked.Increment(ref opened);
        });

        Assert.Equal(Streams, opened);
        await UntilAsync(() => server.Events.Open == 0 && server.Client[id].Watchers == 0);
    }

    [Fact]
    public async Task Events_CallerThatDoesNotRead_IsCutOffAndHoldsUpNobody()
    {
        const int Changes = 100;
        // Far more in all than the connection's buffers take.
        var detail = new string('x', 256 * 1024);
        var id = (await server.Client.SubmitAsync(new(Pictures.Png(9)))).Id;
        using var deaf = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await deaf.ConnectAsync(IPAddress.Loopback, server.Http.BaseAddress!.Port);
        await deaf.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/generations/{id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        await UntilAsync(() => server.Client[id].Watchers == 1);

        using var response = await server.Http.GetAsync($"/v1/generations/{id}/events", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit);
        for (var change = 0; change < Changes; change++)
            server.Client[id].Change(status => status with { WaitDetail = detail });
        server.Client[id].Change(status => status with { Status = GenerationStatusCode.Failed });
        var text = await response.Content.ReadAsStringAsync().WaitAsync(Limit);

        Assert.Contains($"id: {Changes + 2}\n", text, StringComparison.Ordinal);
        Assert.Equal(1, server.Events.Open);
        await UntilAsync(() =>
        {
            server.Time.Advance(TimeSpan.FromSeconds(30));
            return server.Events.Open == 0;
        });
        Assert.Equal(0, server.Client[id].Watchers);
        // Not all of it: the rest was never sent.
        Assert.True(await ReadToEndAsync(deaf) < Changes * detail.Length);
    }

    [Fact]
    public async Task Events_MoreThanMayBeOpen_AreToldToComeBack()
    {
        var small = new HttpServer { Configure = services => services.Configure<EventStreamOptions>(options => options.MaxStreams = 2) };
        await small.InitializeAsync();
        try
        {
            var id = (await small.Client.SubmitAsync(new(Pictures.Png(9)))).Id;
            using var first = await OpenAsync();
            using var second = await OpenAsync();
            using (var third = await OpenAsync())
            {
                await ProblemAssert.IsAsync(third, HttpStatusCode.ServiceUnavailable, field: null);
                Assert.NotNull(third.Headers.RetryAfter);
            }

            first.Dispose();
            await UntilAsync(() => small.Events.Open == 1);
            using var fourth = await OpenAsync();
            Assert.Equal(HttpStatusCode.OK, fourth.StatusCode);

            Task<HttpResponseMessage> OpenAsync() => small.Http.GetAsync($"/v1/generations/{id}/events", HttpCompletionOption.ResponseHeadersRead).WaitAsync(Limit);
        }
        finally
        {
            await small.DisposeAsync();
        }
    }

    private static async Task<long> ReadToEndAsync(Socket socket)
    {
        var (total, buffer) = (0L, new byte[64 * 1024]);
        try
        {
            int read;
            while ((read = await socket.ReceiveAsync(buffer).WaitAsync(Limit)) > 0)
                total += read;
        }
        catch (SocketException)
        {
            // Cut off.
        }

        return total;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(10), limit.Token);
    }
}
