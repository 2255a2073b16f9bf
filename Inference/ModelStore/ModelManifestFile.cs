using System.Text.Json;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>Reads and writes <c>model.json</c>.</summary>
internal static class ModelManifestFile
{
    private const long Largest = 4 << 20;
    private const int Sha256Digits = 64;

    /// <returns>Null: the folder has no manifest, so it is no model.</returns>
    /// <exception cref="ModelStoreException">The manifest is broken, of a later format, or not that of this folder.</exception>
    public static StoredModel? Read(string folder, string name, GraphTarget target)
    {
        var file = Path.Combine(folder, ModelManifest.FileName);
        if (!File.Exists(file))
            return null;
        var remedy = $"Remove the model with 'hunyuan3d models remove {name}' and import it again.";
        try
        {
            if (new FileInfo(file).Length > Largest)
                throw new ModelStoreException($"{file} has more than {Largest} bytes, so it is no manifest. {remedy}");
            var json = File.ReadAllBytes(file);
            RefuseOtherFormats(file, json);
            var manifest = JsonSerializer.Deserialize(json, ModelManifestJson.Default.ModelManifest)
                ?? throw new ModelStoreException($"{file} is empty. {remedy}");
            if (Fault(manifest, name, target) is { } fault)
                throw new ModelStoreException($"{file} {fault}. {remedy}");
            return new StoredModel(folder, manifest);
        }
        catch (JsonException e)
        {
            throw new ModelStoreException($"{file} is not a manifest: {e.Message} {remedy}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelStoreException($"{file} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes and flushes; the folder is complete when this returns.</summary>
    public static void Write(string folder, ModelManifest manifest)
    {
        using var file = new FileStream(Path.Combine(folder, ModelManifest.FileName), FileMode.CreateNew, FileAccess.Write, FileShare.None);
        JsonSerializer.Serialize(file, manifest, ModelManifestJson.Default.ModelManifest);
        file.Flush(flushToDisk: true);
    }

    // A later format may have any other keys, so this is found out before they are read.
    private static void RefuseOtherFormats(string file, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("format", out var format)
            && format.TryGetInt64(out var number)
            && number != ModelManifest.CurrentFormat)
        {
            throw new ModelStoreException(
                $"{file} has format {number}; this program reads format {ModelManifest.CurrentFormat}. Use the version of hunyuan3d that imported the model, or import it again with this one.");
        }
    }

    private static string? Fault(ModelManifest manifest, string name, GraphTarget target)
    {
        if (manifest.Name != name)
            return $"is that of model '{manifest.Name}', in the folder of '{name}'";
        if (manifest.Device != target.Device || manifest.Precision != target.Precision)
            return $"is that of the target {manifest.Device}-{manifest.Precision}, in the folder of {target}".ToLowerInvariant();
        if (manifest.Revision.Length != Sha256Digits)
            return $"has the revision '{manifest.Revision}', which cannot be";
        if (manifest.Files.Count == 0)
            return "lists no files";
        return manifest.Files.FirstOrDefault(file => !IsInside(file.Name) || file.Bytes < 0 || file.Sha256.Length != Sha256Digits) is { } wrong
            ? $"lists '{wrong.Name}' with {wrong.Bytes} bytes and the hash '{wrong.Sha256}', which cannot be"
            : null;
    }

    // What verifies or opens files by the manifest must stay in the model's folder.
    private static bool IsInside(string name) =>
        name.Length > 0 && !Path.IsPathRooted(name) && !name.Contains('\\') && name.Split('/').All(part => part is not ("" or "." or ".."));
}
