using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;

namespace Hunyuan3D.Inference.Imaging.Matting;

/// <summary>Finds the matting model to use. It is looked for anew for each picture, so that one that is installed meanwhile is used.</summary>
internal sealed class InstalledMatting(ModelStore.ModelStore store, MattingOptions options, SessionPool sessions)
{
    /// <summary>Null: the classical cut-out is to be used.</summary>
    /// <exception cref="ModelStoreException">The model that the options name is not there.</exception>
    public IMattingModel? Find() => options.Model switch
    {
        null => MattingCatalog.Networks.Select(network => FindStored(network.Name)).OfType<StoredModel>().Select(Open).FirstOrDefault(),
        MattingOptions.Off => null,
        { } path when IsFile(path) => File.Exists(path)
            ? Open(Path.GetFullPath(path), Path.GetFileNameWithoutExtension(path))
            : throw new ModelStoreException($"{MattingOptions.Section}:{nameof(MattingOptions.Model)} is {path}, which does not exist."),
        { } name => Open(FindStored(name) ?? store.Get(name, sessions.Device)),
    };

    /// <summary>Names the model that <see cref="Find"/> gives, with its content; empty: the classical cut-out.</summary>
    public string Identity()
    {
        try
        {
            return options.Model switch
            {
                null => MattingCatalog.Networks.Select(network => FindStored(network.Name)).OfType<StoredModel>().Select(Name).FirstOrDefault() ?? "",
                MattingOptions.Off => "",
                { } path when IsFile(path) => $"{path} {File.GetLastWriteTimeUtc(path).Ticks}",
                { } name => FindStored(name) is { } model ? Name(model) : name,
            };
        }
        catch (ModelStoreException)
        {
            // A run says what is wrong with it.
            return options.Model ?? "";
        }

        static string Name(StoredModel model) => $"{model.Name} {model.Manifest.Revision}";
    }

    private static bool IsFile(string model) => model.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <summary>Matting models are taken as they are published, so that any device runs what was imported for another one.</summary>
    private StoredModel? FindStored(string name) =>
        new[] { sessions.Device }.Concat(Enum.GetValues<GraphDevice>()).Select(device => store.Find(name, device)).FirstOrDefault(model => model is not null);

    private IMattingModel Open(StoredModel model)
    {
        if (model.Manifest.Kind != ModelKind.Matting)
            throw new ModelStoreException($"{MattingOptions.Section}:{nameof(MattingOptions.Model)} is {model.Name}, a {model.Manifest.Kind} model; a {ModelKind.Matting} model is expected.");
        var file = model.Manifest.Files.FirstOrDefault(file => file.Name.EndsWith(".onnx", StringComparison.Ordinal))
            ?? throw new ModelStoreException($"{model.Folder} holds no .onnx file. Install {model.Name} again.");
        return Open(Path.Combine(model.Folder, file.Name), model.Name);
    }

    private U2NetMatting Open(string path, string name) => new(sessions.Get(path), MattingCatalog.Find(name) ?? MattingCatalog.Standard);
}
