using System.Text;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>A request that is in order.</summary>
/// <param name="Fields">Of its body: texts in a form, JSON values in an object.</param>
/// <param name="Files">Of a form.</param>
/// <param name="ContentType">Null: it has no body.</param>
internal sealed record FuzzSeed(string Method, string Target, List<(string Name, string Value)> Fields, List<(string Name, byte[] Content)> Files, string? ContentType)
{
    private const string FormType = "multipart/form-data; boundary=" + FuzzCorpus.Boundary;
    private const string JsonType = "application/json";

    public bool IsForm => ContentType == FormType;

    public static FuzzSeed Get(string target) => new("GET", target, [], [], null);

    public static FuzzSeed Form(string method, string target, List<(string Name, string Value)> fields, List<(string Name, byte[] Content)> files) => new(method, target, fields, files, FormType);

    public static FuzzSeed Object(string method, string target, List<(string Name, string Value)> fields) => new(method, target, fields, [], JsonType);

    /// <summary>Null: none.</summary>
    public byte[]? Body() => ContentType is null ? null : IsForm ? EncodeForm() : EncodeObject();

    private byte[] EncodeObject() => Encoding.UTF8.GetBytes("{" + string.Join(",", Fields.Select(field => $"\"{field.Name}\":{field.Value}")) + "}");

    private byte[] EncodeForm()
    {
        using var body = new MemoryStream();
        foreach (var (name, value) in Fields)
            Part($"form-data; name=\"{name}\"", Encoding.UTF8.GetBytes(value));
        foreach (var (name, content) in Files)
            Part($"form-data; name=\"{name}\"; filename=\"{name}.png\"\r\nContent-Type: image/png", content);
        body.Write(Encoding.ASCII.GetBytes($"--{FuzzCorpus.Boundary}--\r\n"));
        return body.ToArray();

        void Part(string disposition, byte[] content)
        {
            body.Write(Encoding.UTF8.GetBytes($"--{FuzzCorpus.Boundary}\r\nContent-Disposition: {disposition}\r\n\r\n"));
            body.Write(content);
            body.Write("\r\n"u8);
        }
    }
}
