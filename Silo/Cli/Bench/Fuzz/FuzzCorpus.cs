using System.Globalization;
using System.Text;
using Hunyuan3D.Inference.Imaging;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>Requests of all three dialects as clients send them; what is mutated begins here.</summary>
/// <param name="ids">Jobs that are there and completed.</param>
internal sealed class FuzzCorpus(IReadOnlyList<string> ids)
{
    public const string Boundary = "fuzzfuzz";

    private const string Triangle = "v 0 0 0\nv 1 0 0\nv 0 1 0\nv 0 0 1\nf 1 2 3\nf 1 3 4\nf 1 4 2\nf 2 4 3\n";

    private static readonly string[] Formats = ["glb", "obj", "stl", "ply"];
    private static readonly string[] Artifacts = ["input", "cutout", "mask", "mesh", "texture", "input-back"];
    private static readonly string[] Others = ["/health", "/healthz/live", "/healthz/ready", "/openapi/v1.json", "/v1/cluster", "/v1/session", "/v1/engines", "/metrics", "/", "/favicon.ico", "/v1", "/v1/keys", "/dashboard"];

    private static readonly byte[][] Pictures = [.. Enumerable.Range(0, 16).Select(Picture)];

    /// <summary>A request that is in order, and its body's fields for those that are changed one by one.</summary>
    public FuzzSeed Draw(Random random)
    {
        var id = random.Next(12) == 0 ? new string('0', 32) : ids[random.Next(ids.Count)];
        return random.Next(22) switch
        {
            < 4 => FuzzSeed.Form("POST", "/v1/generations", NativeFields(random, inJson: false), Files(random)),
            < 7 => FuzzSeed.Object("POST", "/v1/generations", [.. NativeFields(random, inJson: true), .. Base64(Files(random))]),
            7 => FuzzSeed.Form("POST", $"/v1/generations/{id}/retexture", [("seed", Number(random)), ("textureSize", "256")], []),
            8 => FuzzSeed.Object("POST", $"/v1/generations/{id}/retexture", [("seed", Number(random)), ("textureSize", "256")]),
            9 => FuzzSeed.Get($"/v1/generations?limit={random.Next(1, 50)}&offset={random.Next(5)}&user=fuzz&status=completed"),
            10 => FuzzSeed.Get($"/v1/generations/{id}"),
            11 => FuzzSeed.Get($"/v1/generations/{id}/events"),
            12 => FuzzSeed.Get($"/v1/generations/{id}/model?format={Formats[random.Next(Formats.Length)]}"),
            13 => FuzzSeed.Get($"/v1/generations/{id}/artifacts/{Artifacts[random.Next(Artifacts.Length)]}"),
            14 => FuzzSeed.Object("POST", "/send", OfficialFields(random)),
            15 => FuzzSeed.Object("POST", "/generate", [.. OfficialFields(random), ("type", "\"glb\"")]),
            16 => FuzzSeed.Get($"/status/{id}"),
            17 => FuzzSeed.Object("POST", "/generate/3d", [("image_url", $"\"data:image/png;base64,{Convert.ToBase64String(Any(random))}\""), ("user_id", "\"fuzz\""), ("priority", "5")]),
            18 => FuzzSeed.Get(random.Next(3) switch { 0 => $"/generate/3d/{id}", 1 => $"/v1/generations/{id}/preview", _ => $"/v1/generations/{id}" }) with { Method = random.Next(4) == 0 ? "DELETE" : "GET" },
            19 => FuzzSeed.Get($"/v1/generations/{id}/deliveries"),
            20 => FuzzSeed.Object("POST", random.Next(2) == 0 ? "/v1/session" : $"/v1/generations/{id}/deliveries/{id}/redeliver", [("key", "\"no such key\"")]),
            _ => FuzzSeed.Get(Others[random.Next(Others.Length)]),
        };
    }

    private static List<(string Name, string Value)> NativeFields(Random random, bool inJson)
    {
        List<(string Name, string Value)> fields = [("engine", Text("simulated")), ("texture", "false"), ("faces", "100"), ("textureSize", "256"), ("octreeResolution", "16"), ("seed", Number(random)), ("user", Text("fuzz"))];
        (string Name, string Value)[] more = [("steps", "5"), ("guidance", "5.5"), ("priority", Text("batch")), ("deadline", Text("1h")), ("schedule", Text("now")), ("useCache", "true"), ("keepUvs", "false"), ("textureFormat", Text("jpeg")), ("callback_url", Text("https://callback.invalid/"))];
        fields.AddRange(more.Where(_ => random.Next(4) == 0));
        return fields;

        string Text(string text) => inJson ? $"\"{text}\"" : text;
    }

    private static List<(string Name, string Value)> OfficialFields(Random random)
    {
        List<(string Name, string Value)> fields = [("image", Quote(Any(random))), ("seed", Number(random)), ("octree_resolution", "128"), ("num_inference_steps", "5"), ("guidance_scale", "5.0"), ("texture", "false"), ("face_count", "1000")];
        if (random.Next(6) == 0)
            fields.AddRange([("mesh", Quote(Encoding.ASCII.GetBytes(Triangle))), ("text", "\"a fox\"")]);
        return fields;
    }

    private static List<(string Name, byte[] Content)> Files(Random random)
    {
        List<(string Name, byte[] Content)> files = [("image", Any(random))];
        if (random.Next(5) == 0)
            files.Add(("back", Any(random)));
        if (random.Next(8) == 0)
            files.Add(("mesh", Encoding.ASCII.GetBytes(Triangle)));
        return files;
    }

    private static IEnumerable<(string Name, string Value)> Base64(IEnumerable<(string Name, byte[] Content)> files) => files.Select(file => (file.Name, Quote(file.Content)));

    private static string Quote(byte[] content) => $"\"{Convert.ToBase64String(content)}\"";

    private static string Number(Random random) => random.Next(1_000_000).ToString(CultureInfo.InvariantCulture);

    private static byte[] Any(Random random) => Pictures[random.Next(Pictures.Length)];

    private static byte[] Picture(int number)
    {
        var picture = new Picture(16, 16);
        new Random(number).NextBytes(picture.Pixels);
        return ImageCodec.EncodePng(picture);
    }
}
