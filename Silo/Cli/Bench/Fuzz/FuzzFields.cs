namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>Changes a field of a form or of a JSON object, which stays one.</summary>
internal static class FuzzFields
{
    private static readonly string[] Names =
        ["", "image", "IMAGE", "image_url", "mesh", "texture", "user", "callback_url", "\\ud800", "\\u0000", "a\\u0022b", "__proto__", "$type", "image[]", "ﬀ", "🦊", new string('n', 3000)];

    public static void Change(FuzzSeed seed, Random random)
    {
        var (fields, at) = (seed.Fields, random.Next(seed.Fields.Count));
        var values = seed.IsForm ? FuzzValues.Texts : FuzzValues.Json;
        switch (random.Next(8))
        {
            case 0:
                fields.RemoveAt(at);
                break;
            case 1:
                fields.Add(fields[at]);
                break;
            case 2:
                fields.Insert(at, (fields[at].Name, values[random.Next(values.Count)]));
                break;
            case 3:
                fields.Add((Names[random.Next(Names.Length)], values[random.Next(values.Count)]));
                break;
            case 4 when seed.Files.Count > 0:
                ChangeFile(seed.Files, random);
                break;
            default:
                fields[at] = (fields[at].Name, values[random.Next(values.Count)]);
                break;
        }

        // Others that change a field of this request need one.
        if (fields.Count == 0)
            fields.Add(("seed", "1"));
    }

    private static void ChangeFile(List<(string Name, byte[] Content)> files, Random random)
    {
        var at = random.Next(files.Count);
        switch (random.Next(4))
        {
            case 0:
                files.Add(files[at]);
                break;
            case 1:
                files[at] = (files[at].Name, []);
                break;
            case 2:
                files[at] = (Names[random.Next(Names.Length)], files[at].Content);
                break;
            default:
                files[at] = (files[at].Name, FuzzBytes.Change(files[at].Content, random));
                break;
        }
    }
}
