using System.Net.Http.Json;
using System.Text;
using Hunyuan3D.Hosting.Keys;

namespace Hunyuan3D.Tests.Silo.Http.Access;

/// <summary>What strangers, users and web pages try, and what each is to be answered. The table of docs/security.md is made of this one.</summary>
internal static class HostileTable
{
    private const string Jobs = "/v1/generations";

    public static IReadOnlyList<HostileRequest> All { get; } =
    [
        // Fetching: the server's own place in the network.
        Url("http://127.0.0.1/"),
        Url("http://2130706433/", "decimal 127.0.0.1"),
        Url("http://0177.0.0.1/", "octal 127.0.0.1"),
        Url("http://0x7f000001/", "hexadecimal 127.0.0.1"),
        Url("http://127.1/", "short for 127.0.0.1"),
        Url("http://0/", "this host"),
        Url("http://[::1]/"),
        Url("http://[::ffff:169.254.169.254]/", "metadata address inside IPv6"),
        Url("http://[64:ff9b::a9fe:a9fe]/", "metadata address through NAT64"),
        Url("http://169.254.169.254/latest/meta-data/", "cloud metadata"),
        Url("http://[fd00:ec2::254]/latest/meta-data/", "cloud metadata, IPv6"),
        Url("http://10.0.0.1/", "private network"),
        Url("http://public.test@127.0.0.1/", "a host as user name"),
        Url("http://user:secret@public.test/", "user name and password"),
        Url("file:///etc/passwd"),
        Url("gopher://public.test:6379/_FLUSHALL"),
        Url("http://metadata.test/", "a name of the metadata address"),
        Url("http://mixed.test/", "a name with a public and a private address"),
        Url("http://rebind.test/round/0", "a name that is public first and loopback then (DNS rebinding)"),
        Url("http://public.test/to?url=http%3A%2F%2F169.254.169.254%2F", "redirect to the metadata address"),
        Url("http://public.test/to?url=http%3A%2F%2F2130706433%2F", "redirect to decimal 127.0.0.1"),
        Url("http://public.test/to?url=file%3A%2F%2F%2Fetc%2Fpasswd", "redirect to a file"),
        Url("http://public.test/round/9", "ten redirects"),
        Url("http://public.test/endless", "a file without end"),
        Url("http://public.test/said-large", "a file of a tebibyte, by its header"),
        Json("image_url `http://public.test/text`: a text where a picture should be", "400 image", new { image_url = "http://public.test/text" }),
        Json("a callback to 127.0.0.1", "400 callback_url", new { image = Pictures.Png(1), callback_url = "http://127.0.0.1:6379/" }),

        // Names of files.
        Get("id `..%2f..%2fetc%2fpasswd`", "404 id", $"{Jobs}/..%2f..%2fetc%2fpasswd"),
        Raw("id `%2e%2e` as a path of its own", "404", t => t.Request("GET", $"{Jobs}/%2e%2e/%2e%2e/%2e%2e/etc/passwd", t.Anna)),
        Raw("id with a null byte", "400", t => t.Request("GET", $"{Jobs}/job1%00.json", t.Anna)),
        Get("id of 5,000 characters", "404 id", $"{Jobs}/{new string('a', 5000)}"),
        Own("artifact `..%2f..%2fkeys`", "404 name", "/artifacts/..%2f..%2fkeys"),
        Own("format `../../keys`", "400 format", "/model?format=../../keys"),
        Send("key id `..%2fsession.secret`, by an administrator", "404 id", t => new(HttpMethod.Delete, "/v1/keys/..%2fsession.secret"), t => t.Admin),
        Form("file name `../../../etc/cron.d/x`: no name is kept", "202", () => File(Pictures.Png(1), "../../../etc/cron.d/x")),

        // Jobs of another user.
        Other("see it", HttpMethod.Get, ""),
        Other("cancel it", HttpMethod.Delete, ""),
        Other("follow it", HttpMethod.Get, "/events"),
        Other("take its model", HttpMethod.Get, "/model"),
        Other("take its preview", HttpMethod.Get, "/preview"),
        Other("take its picture", HttpMethod.Get, "/artifacts/input"),
        Other("texture it anew", HttpMethod.Post, "/retexture"),
        Other("read its callbacks", HttpMethod.Get, "/deliveries"),
        Send("another user's job: official status", "404 id", t => new(HttpMethod.Get, $"/status/{t.JobOfBert}"), t => t.Anna),
        Send("another user's job: task", "404 id", t => new(HttpMethod.Get, $"/generate/3d/{t.JobOfBert}"), t => t.Anna),
        Get("list another user's jobs", "403 user", $"{Jobs}?user=bert"),
        Form("submit as another user", "403 user", () => Fields(("user", "bert"))),
        Send("submit a task as another user", "403 user_id", t => Post("/generate/3d", new { image_url = "http://public.test/picture", user_id = "bert" }), t => t.Anna),

        // Keys.
        Send("no key", "401 unauthorized", t => new(HttpMethod.Get, Jobs), t => null),
        Send("a key that was never made", "401 unauthorized", t => new(HttpMethod.Get, Jobs), t => KeyText.New().Key),
        Send("a revoked key", "401 unauthorized", t => new(HttpMethod.Get, Jobs), t => t.Revoked),
        Send("a key without its last character", "401 unauthorized", t => new(HttpMethod.Get, Jobs), t => t.Anna[..^1]),
        Send("the id of a key and another's secret", "401 unauthorized", t => new(HttpMethod.Get, Jobs), t => t.Anna[..17] + t.Bert[17..]),
        Send("the hash of a key, as it is kept", "401 unauthorized", t => new(HttpMethod.Get, Jobs), t => Convert.ToHexStringLower(KeyText.Hash(t.Anna))),
        Send("two different keys", "401 unauthorized", t => With(new(HttpMethod.Get, Jobs), "X-Api-Key", t.Bert), t => t.Anna),
        Send("a key in the query", "401 unauthorized", t => new(HttpMethod.Get, $"{Jobs}?key={t.Anna}&api_key={t.Anna}"), t => null),
        Send("Basic credentials that are none", "401 unauthorized", t => With(new(HttpMethod.Get, Jobs), "Authorization", "Basic !!!"), t => null),
        Send("a forged session", "401 unauthorized", t => With(new(HttpMethod.Get, Jobs), "Cookie", $"hunyuan3d-session={new string('A', 120)}"), t => null),
        Send("a key as session", "401 unauthorized", t => With(new(HttpMethod.Get, Jobs), "Cookie", $"hunyuan3d-session={t.Anna}"), t => null),
        Send("a user at the cluster's state", "403 forbidden", t => new(HttpMethod.Get, "/v1/cluster"), t => t.Anna),
        Send("a user who makes an administrator's key", "403 forbidden", t => Post("/v1/keys", new { user = "anna", role = "admin" }), t => t.Anna),
        Send("a user who revokes a key", "403 forbidden", t => new(HttpMethod.Delete, $"/v1/keys/{KeyText.IdOf(t.Bert)}"), t => t.Anna),
        Send("a route that forgot to say for whom it is", "403 forbidden", t => new(HttpMethod.Get, "/unmarked"), t => t.Anna),
        Send("interactive, by a key for batch", "403 priority", t => new(HttpMethod.Post, Jobs) { Content = Fields(("priority", "interactive")) }, t => t.Batch),
        Send("a second request, by a key for one a minute", "429 rateLimited", t => new(HttpMethod.Get, Jobs), t => t.Spent),
        Send("a second job, by a key for one a day", "429 quotaExceeded", t => new(HttpMethod.Post, Jobs) { Content = Fields() }, t => t.UsedUp),

        // Web pages of other sites.
        Send("a page that cancels with the visitor's cookie", "403 Origin", t => With(With(new(HttpMethod.Delete, $"{Jobs}/{t.JobOfAnna}"), "Cookie", t.Session), "Sec-Fetch-Site", "cross-site"), t => null),
        Send("an older browser's page that submits with it", "403 Origin", t => With(With(new(HttpMethod.Post, Jobs) { Content = Fields() }, "Cookie", t.Session), "Origin", "https://evil.example.com"), t => null),
        Send("a page that signs the visitor in", "403 Origin", t => With(Post("/v1/session", new { key = t.Bert }), "Sec-Fetch-Site", "cross-site"), t => null),
        Send("a page that asks whether it may call: no leave is given", "204", t => With(With(new(HttpMethod.Options, Jobs), "Origin", "https://evil.example.com"), "Access-Control-Request-Method", "POST"), t => null),
        Open("a page whose name leads to 127.0.0.1 (DNS rebinding), without keys", "403 Host", () => With(new(HttpMethod.Get, Jobs), "Host", "rebound.example.com")),
        Open("a page that submits to a server without keys", "403 Origin", () => With(new(HttpMethod.Post, Jobs) { Content = Fields() }, "Sec-Fetch-Site", "cross-site")),

        // Size and time.
        Send("65 MiB, announced", "413 body", t => new(HttpMethod.Post, Jobs) { Content = new ZeroContent(65L << 20, declared: true) }, t => t.Anna),
        Send("65 MiB, in chunks", "413 body", t => new(HttpMethod.Post, Jobs) { Content = new ZeroContent(65L << 20, declared: false) }, t => t.Anna),
        Send("65 MiB without a key", "401 unauthorized", t => new(HttpMethod.Post, Jobs) { Content = new ZeroContent(65L << 20, declared: true), Headers = { ExpectContinue = true } }, t => null),
        Send("5,000 bytes as a key to sign in", "413", t => Post("/v1/session", new { key = new string('x', 5000) }), t => null),
        Raw("a body that comes to a halt", "408", t => t.Request("POST", Jobs, t.Anna, "Content-Type: application/json\r\nContent-Length: 1000\r\n", "{\"image\": \"")),
        Raw("1,000 headers", "431", t => t.Request("GET", Jobs, t.Anna, string.Concat(Enumerable.Range(0, 1000).Select(i => $"X-Flood-{i}: 1\r\n")))),
        Raw("a header of 64 KiB", "431", t => t.Request("GET", Jobs, t.Anna, $"X-Long: {new string('x', 65536)}\r\n")),
        Raw("an address of 64 KiB", "414", t => t.Request("GET", $"{Jobs}?x={new string('x', 65536)}", t.Anna)),
        Raw("no Host", "400", t => $"GET {Jobs} HTTP/1.1\r\nConnection: close\r\n\r\n"),
        Raw("a header with a null byte", "400", t => t.Request("GET", Jobs, t.Anna, "X-Null: a\0b\r\n")),

        // Bodies.
        Form("a field twice", "400 seed", () => Fields(("seed", "1"), ("seed", "2"))),
        Form("two front pictures", "400 image", () => Add(Fields(), Pictures.Png(2))),
        Form("a picture and its URL", "400 image_url", () => Fields(("image_url", "http://public.test/picture"))),
        Form("an unknown field", "400 admin", () => Fields(("admin", "true"))),
        Form("a null byte in a user name", "400 user", () => Fields(("user", "anna\0root"))),
        Form("a seed of 30 digits", "400 seed", () => Fields(("seed", new string('9', 30)))),
        Form("guidance 1e999", "400 guidance", () => Fields(("guidance", "1e999"))),
        Form("a field of 100 KB", "400 model", () => Fields(("model", new string('m', 100_000)))),
        Text("JSON nested 10,000 deep", "400 body", string.Concat(Enumerable.Repeat("[", 10_000))),
        Text("JSON that ends in the middle", "400 body", "{\"image\": \"iVBOR"),
        Text("JSON that is a list", "400 body", "[]"),
        Json("a picture that is a number", "400 image", new { image = 7 }),
        Json("a number with 400 digits", "400 seed", new { image = Pictures.Png(1), seed = double.MaxValue }),
        Send("XML", "415 Content-Type", t => new(HttpMethod.Post, Jobs) { Content = new StringContent("<x/>", Encoding.UTF8, "application/xml") }, t => t.Anna),
        Send("a form without a boundary", "400 Content-Type", t => new(HttpMethod.Post, Jobs) { Content = Typed("x"u8.ToArray(), "multipart/form-data") }, t => t.Anna),
        Send("a form with a boundary of 1 KiB", "400 Content-Type", t => new(HttpMethod.Post, Jobs) { Content = Typed("x"u8.ToArray(), $"multipart/form-data; boundary={new string('b', 1024)}") }, t => t.Anna),

        // Pictures.
        Picture("an empty file", "400 image", []),
        Picture("HTML with a script", "400 image", "<html><script>alert(1)</script></html>"u8.ToArray()),
        Picture("SVG with a script", "400 image", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"u8.ToArray()),
        Picture("a ZIP", "400 image", [0x50, 0x4B, 5, 6, .. new byte[18]]),
        Picture("a script that begins as a GIF", "400 image", "GIF89a/*"u8.ToArray()),
        Picture("30,000 x 30,000 pixels in 100 bytes", "400 image", Pictures.Bomb()),
        Picture("half a JPEG", "400 image", Pictures.Jpeg()[..300]),
        Picture("a PNG with a ZIP behind it: taken for its pixels, served as a PNG only", "202", [.. Pictures.Png(1), 0x50, 0x4B, 5, 6, .. new byte[18]]),
    ];

    private static HostileRequest Url(string url, string? meaning = null) =>
        Json(meaning is null ? $"image_url `{url}`" : $"image_url `{url}`: {meaning}", "400 image_url", new { image_url = url });

    private static HostileRequest Json(string name, string answer, object body) => Send(name, answer, _ => Post(Jobs, body), t => t.Anna);

    private static HostileRequest Text(string name, string answer, string json) =>
        Send(name, answer, _ => new(HttpMethod.Post, Jobs) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, t => t.Anna);

    private static HostileRequest Get(string name, string answer, string path) => Send(name, answer, _ => new(HttpMethod.Get, path), t => t.Anna);

    private static HostileRequest Own(string name, string answer, string path) => Send(name, answer, t => new(HttpMethod.Get, $"{Jobs}/{t.JobOfAnna}{path}"), t => t.Anna);

    private static HostileRequest Other(string deed, HttpMethod method, string path) => Send($"another user's job: {deed}", "404 id", t => new(method, $"{Jobs}/{t.JobOfBert}{path}"), t => t.Anna);

    private static HostileRequest Form(string name, string answer, Func<HttpContent> form) => Send(name, answer, _ => new(HttpMethod.Post, Jobs) { Content = form() }, t => t.Anna);

    private static HostileRequest Picture(string name, string answer, byte[] file) => Form($"as picture, {name}", answer, () => File(file, "picture.png"));

    private static HostileRequest Send(string name, string answer, Func<HostileTarget, HttpRequestMessage> request, Func<HostileTarget, string?> key) =>
        new(name, answer, target => target.SendAsync(request(target), key(target)));

    private static HostileRequest Open(string name, string answer, Func<HttpRequestMessage> request) => new(name, answer, target => target.SendToOpenAsync(request()));

    private static HostileRequest Raw(string name, string answer, Func<HostileTarget, string> request) => new(name, answer, target => target.SendRawAsync(request(target)));

    private static HttpRequestMessage Post(string path, object body) => new(HttpMethod.Post, path) { Content = JsonContent.Create(body) };

    private static HttpRequestMessage With(HttpRequestMessage request, string header, string value)
    {
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    private static MultipartFormDataContent Fields(params (string Name, string Value)[] fields) => KeyedServer.Form(fields);

    private static MultipartFormDataContent Add(MultipartFormDataContent form, byte[] picture)
    {
        form.Add(new ByteArrayContent(picture), "image", "second.png");
        return form;
    }

    private static MultipartFormDataContent File(byte[] file, string name) => new() { { new ByteArrayContent(file), "image", name } };

    private static ByteArrayContent Typed(byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }
}
