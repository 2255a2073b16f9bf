using System.Text.Json;

namespace Hunyuan3D.Inference.Hub;

/// <summary>Who accepted which licence, when and how; kept beside the model as <c>licence.json</c>.</summary>
/// <param name="Licence">Its name.</param>
/// <param name="Terms">Address of its text.</param>
/// <param name="AcceptedBy">The account on this machine.</param>
/// <param name="How">For example <c>--accept-license</c>.</param>
public sealed record LicenceAcceptance(string Licence, string Terms, string AcceptedBy, DateTimeOffset AcceptedAt, string How)
{
    public const string FileName = "licence.json";

    /// <summary>What was fetched under it; null: not yet.</summary>
    public string? Repository { get; init; }

    /// <summary>40 hexadecimal digits; null: not yet, or no repository of the hub.</summary>
    public string? Commit { get; init; }

    internal void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{FileName}.{Environment.ProcessId}");
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this, HubJson.Default.LicenceAcceptance));
        File.Move(temporary, Path.Combine(folder, FileName), overwrite: true);
    }
}
