using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>
/// A submission as <c>multipart/form-data</c> whose fixed part is made once: the load tool runs on the machine that it measures, and what it spends is missing there.
/// </summary>
internal sealed class BenchForm
{
    private const string Boundary = "hunyuan3d-bench";

    private static readonly MediaTypeHeaderValue Type = MediaTypeHeaderValue.Parse($"multipart/form-data; boundary={Boundary}");

    private readonly byte[] _start;

    public BenchForm(byte[] picture, bool texture, bool cache)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)[("engine", "simulated"), ("texture", texture ? "true" : "false"), ("useCache", cache ? "true" : "false")])
            text.Append(CultureInfo.InvariantCulture, $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"--{Boundary}\r\nContent-Disposition: form-data; name=\"image\"; filename=\"picture.png\"\r\nContent-Type: image/png\r\n\r\n");
        _start = [.. Encoding.ASCII.GetBytes(text.ToString()), .. picture];
    }

    public HttpContent Content(string user, long seed)
    {
        var end = string.Create(
            CultureInfo.InvariantCulture,
            $"\r\n--{Boundary}\r\nContent-Disposition: form-data; name=\"user\"\r\n\r\n{user}\r\n--{Boundary}\r\nContent-Disposition: form-data; name=\"seed\"\r\n\r\n{seed}\r\n--{Boundary}--\r\n");
        var body = new byte[_start.Length + end.Length];
        _start.CopyTo(body, 0);
        Encoding.ASCII.GetBytes(end, body.AsSpan(_start.Length));
        return new ByteArrayContent(body) { Headers = { ContentType = Type } };
    }
}
