using System.Text;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>Values that programs trip over.</summary>
internal static class FuzzValues
{
    /// <summary>For <c>Content-Length</c>.</summary>
    public static IReadOnlyList<string> Lengths { get; } = ["-1", "", "0x10", "1e3", "99999999999999999999999", "9223372036854775807", "4294967296", "12 34", "+5", "NaN", "67108865"];

    public static IReadOnlyList<string> Methods { get; } = ["get", "FOO", "OPTIONS", "TRACE", "CONNECT", "PUT", "PATCH", "HEAD", "DELETE", "POST", "G\0T", "GE T", "", new string('A', 9000), "\u00ff\u00fe"];

    /// <summary>For fields of forms, query values and headers.</summary>
    public static IReadOnlyList<string> Texts { get; } =
    [
        "", " ", "-1", "0", "-0", "1", "2147483648", "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "1e400", "1e-400", "NaN", "-Infinity", "Infinity", "0x7f", "1,000", "١٢٣",
        "true", "TRUE", "null", "[]", "{}", "\0", "a\0b", "🦊", "\u202Eevil", "e\u0301", "ﬀ", "\uFEFF", "\uFFFF", "NaNs", "Infinityd", "999999999999999999999s", "P99999999999Y", "-P1D", "PT", "2026-13-45T99:99:99Z",
        "9999-12-31T23:59:59.9999999Z", "0001-01-01T00:00:00+14:00", "2026-01-01T00:00:00", "../../../etc/passwd", "..%2f..%2f", "%00", "%ff", "%", "'; DROP TABLE jobs; --", "<script>alert(1)</script>", "${jndi:ldap://a}", "{{7*7}}",
        "simulated", "relief", "hunyuan3d", "Simulated", "v2-mini-turbo", "v2-mini-turbo/../..", "batch", "off_peak", new string('9', 400), new string('a', 5000), new string('%', 300),
    ];

    /// <summary>For values in JSON, as they stand in the text.</summary>
    public static IReadOnlyList<string> Json { get; } =
    [
        "null", "true", "false", "0", "-0", "-1", "1.5", "1e999", "-1e999", "1E+2", "9223372036854775808", "123456789012345678901234567890", "01", "+1", ".5", "1.", "NaN", "Infinity", "\"\"", "\" \"", "\"\\ud800\"", "\"\\udc00\\ud800\"",
        "\"\\u0000\"", "\"a\\u0000b\"", "\"\\uffff\"", "\"\\x41\"", "\"unterminated", "[]", "{}", "[1,2,3]", "[[[[[[[[[[[[]]]]]]]]]]]]", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}", "\"data:image/png;base64,####\"",
        "\"data:;base64,\"", "\"data:image/png,raw\"", "\"data:\"", "\"AAAA\"", "\"A\"", "\"====\"", "\"https://127.0.0.1/a.png\"", "\"http://[::1]:22/\"", "\"https://169.254.169.254/latest\"", "\"file:///etc/passwd\"", "\"gopher://x\"", "\"//x\"", "\"https://\"", "\"https://%\"",
        "\"simulated\"", "\"relief\"", "\"1h\"", "\"NaNs\"", "\"2026-01-01T00:00:00Z\"", "/* */ 1", "'single'", "undefined", new string('[', 2000), string.Concat(Enumerable.Repeat("{\"a\":", 300)), $"\"{new string('x', 20_000)}\"", $"\"{new string('A', 40_000)}\"", new string('9', 3000),
    ];

    /// <summary>To put into paths.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        "..", ".", "/", "//", "/../", "%2e%2e/", "%2f", "%5c", "\\", "%00", "%", "%zz", "%ff%fe", "%c0%af", "%u0041", "%F0%9F%A6%8A", ";a=b", "#", "?", "&", "*", ":", "{id}", "\u00e9", "\u00ff", " ", "\t", "http://other/", "~", "|", new string('a', 65), new string('a', 9000),
        string.Concat(Enumerable.Repeat("../", 50)), "?limit=0", "?limit=1001", "?limit=-1", "?limit=1&limit=2", "?offset=99999999999", "?status=%00", "?status=queued&status=running", "?user=%ed%a0%80", "?user=" + new string('u', 3000), "?format=exe", "?format=", "?format=GLB", "?=&=&&", "?%",
    ];

    /// <summary>Headers that mean something to a server.</summary>
    public static IReadOnlyList<(string Name, string Value)> Headers { get; } =
    [
        ("Expect", "100-continue"), ("Expect", "nonsense"), ("Transfer-Encoding", "gzip"), ("Transfer-Encoding", "chunked, chunked"), ("Content-Encoding", "gzip"), ("Content-Encoding", "br"), ("Upgrade", "h2c"), ("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Connection", "keep-alive"), ("Connection", "nonsense"),
        ("Range", "bytes=0-0"), ("Range", "bytes=-5"), ("Range", "bytes=5-1"), ("Range", "bytes=0-99999999999999999999"), ("Range", "bytes=0-1,3-4,9-"), ("Range", "lines=1-2"), ("If-Range", "\"x\""), ("If-None-Match", "*"), ("If-None-Match", "\"a\", W/\"b\", c"), ("If-Match", "\"no\""), ("If-Modified-Since", "yesterday"), ("If-Modified-Since", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ("Last-Event-ID", "9223372036854775807"), ("Last-Event-ID", "-1"), ("Last-Event-ID", "1e3"), ("Last-Event-ID", ""), ("Last-Event-ID", "0"), ("Idempotency-Key", ""), ("Idempotency-Key", "a b"), ("Idempotency-Key", new string('k', 256)), ("Idempotency-Key", "\u00e9"), ("Idempotency-Key", "one"),
        ("Accept", "*/*;q=nonsense"), ("Accept", "text/html"), ("Accept-Encoding", "gzip, deflate, br"), ("Accept-Language", new string('x', 2000)), ("Content-Type", ""), ("Content-Type", "application/json; charset=utf-7"), ("Content-Type", "application/json;;;="), ("Content-Type", "multipart/form-data"), ("Content-Type", "multipart/form-data; boundary="),
        ("Content-Type", "multipart/form-data; boundary=\"\""), ("Content-Type", "multipart/form-data; boundary=" + new string('b', 71)), ("Content-Type", "multipart/form-data; boundary=" + new string('b', 6000)), ("Content-Type", "text/plain"), ("Content-Type", "image/png"), ("Content-Type", "application/x-www-form-urlencoded"), ("Content-Type", "application/vnd.api+json"), ("content-type", "APPLICATION/JSON"),
        ("Host", ""), ("Host", "a b"), ("Host", "other:99999"), ("Origin", "https://evil.example"), ("Origin", "null"), ("Cookie", new string('c', 4000)), ("Cookie", "a=b; a=c; =;"), ("Authorization", "Bearer"), ("Authorization", "Bearer \u00ff"), ("Authorization", "Basic ===="), ("X-Api-Key", new string('k', 3000)), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Proto", "https"), ("X-HTTP-Method-Override", "DELETE"),
        ("traceparent", "00-00000000000000000000000000000000-0000000000000000-00"), ("traceparent", "ff-" + new string('f', 200)), ("tracestate", new string('t', 2000)), ("baggage", "a=%ff,b"), ("X-Long", new string('x', 20_000)), ("X-Longer", new string('x', 40_000)), ("X-Odd\u00ff", "1"), ("X Space", "1"), ("", "empty"), ("X-Fold", "a\r\n b"), ("X-Null", "a\0b"), ("X-Return", "a\rb"),
    ];

    /// <summary>Bytes to put into bodies.</summary>
    public static IReadOnlyList<byte[]> Pieces { get; } =
    [
        [0], [0xff], [0xff, 0xfe], [0xef, 0xbb, 0xbf], [0xed, 0xa0, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0x0d, 0x0a], [0x0d, 0x0a, 0x0d, 0x0a], [0x7f, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff], [0x80, 0, 0, 0], new byte[64], Encoding.ASCII.GetBytes("--"), Encoding.ASCII.GetBytes("\r\n--fuzzfuzz\r\n"),
        Encoding.ASCII.GetBytes("\r\n--fuzzfuzz--\r\n"), Encoding.ASCII.GetBytes("{"), Encoding.ASCII.GetBytes("}"), Encoding.ASCII.GetBytes("\""), Encoding.ASCII.GetBytes("\\u"), Encoding.ASCII.GetBytes(","), Encoding.ASCII.GetBytes("IEND"), Encoding.ASCII.GetBytes("glTF"), Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    ];
}
