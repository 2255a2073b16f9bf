using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>Sends requests as bytes on connections of their own.</summary>
internal sealed class FuzzSocket(IPEndPoint server)
{
    private const int MostKept = 256 * 1024;
    private const int MostTold = 600;

    /// <summary>How long a server may think over a request that must be answered.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>How long one that waits for the rest of a broken request is left to wait, before it is told that there is none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Null: the caller was gone before it could be answered.</summary>
    public async Task<FuzzAnswer?> SendAsync(FuzzCase request, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(server, cancellationToken);
            var bytes = request.Encode(server.ToString());
            var count = request.Ending is FuzzEnding.CutAndRead or FuzzEnding.CutAndReset ? (int)(bytes.Length * request.Cut) : bytes.Length;
            await socket.SendAsync(bytes.AsMemory(0, count), cancellationToken);
            if (request.Ending is FuzzEnding.Reset or FuzzEnding.CutAndReset)
            {
                // No time to linger is a reset.
                socket.LingerState = new LingerOption(true, 0);
                return null;
            }

            if (request.Ending == FuzzEnding.CutAndRead)
                socket.Shutdown(SocketShutdown.Send);
            return await ReadAsync(socket, request, cancellationToken);
        }
        catch (SocketException)
        {
            // The server has cut it: an answer that was on its way is lost with the connection.
            return new FuzzAnswer(null, "");
        }
    }

    private static async Task<FuzzAnswer> ReadAsync(Socket socket, FuzzCase request, CancellationToken cancellationToken)
    {
        var (buffer, length) = (new byte[MostKept], 0);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        var reading = socket.ReceiveAsync(buffer, limit.Token).AsTask();
        if (!request.MustBeAnswered && request.Ending == FuzzEnding.Read && await Task.WhenAny(reading, Task.Delay(Patience, cancellationToken)) != reading)
            socket.Shutdown(SocketShutdown.Send);
        try
        {
            int read;
            while ((read = await reading) > 0)
            {
                length += read;
                if (length == buffer.Length || IsComplete(buffer.AsSpan(0, length), request.Method))
                    break;
                reading = socket.ReceiveAsync(buffer.AsMemory(length), limit.Token).AsTask();
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FuzzAnswer(StatusOf(buffer.AsSpan(0, length)), Text(buffer.AsSpan(0, length)), IsLate: true);
        }

        return new FuzzAnswer(StatusOf(buffer.AsSpan(0, length)), Text(buffer.AsSpan(0, length)));
    }

    /// <summary>The first status that is not interim; 500 if any answer on the connection has it.</summary>
    private static int? StatusOf(ReadOnlySpan<byte> answer)
    {
        int? first = null;
        for (var rest = answer; rest.IndexOf("HTTP/1.1 "u8) is >= 0 and var at && rest.Length >= at + 12; rest = rest[(at + 12)..])
        {
            if (!int.TryParse(rest.Slice(at + 9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status) || status < 200)
                continue;
            if (status == 500)
                return status;
            first ??= status;
        }

        return first;
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer, string method)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0 || answer.StartsWith("HTTP/1.1 1"u8))
            return false;
        var head = Encoding.Latin1.GetString(answer[..end]);
        if (method == "HEAD" || head.StartsWith("HTTP/1.1 204", StringComparison.Ordinal) || head.StartsWith("HTTP/1.1 304", StringComparison.Ordinal))
            return true;
        const string Length = "\r\nContent-Length: ";
        var at = head.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return head.Contains("chunked", StringComparison.Ordinal) && answer.EndsWith("\r\n0\r\n\r\n"u8);
        var text = head.AsSpan(at + Length.Length);
        var line = text.IndexOf('\r');
        return answer.Length - end - 4 >= long.Parse(line < 0 ? text : text[..line], CultureInfo.InvariantCulture);
    }

    private static string Text(ReadOnlySpan<byte> answer) => Encoding.Latin1.GetString(answer[..Math.Min(answer.Length, MostTold)]);
}
