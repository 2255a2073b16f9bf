using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Sessions;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>
/// The models of the store that this process can run: those imported for its device, each in the wanted precision or else the best that is there. The store is looked through at most every
/// two seconds, so an import or a removal shows without a restart.
/// </summary>
internal sealed class InstalledModels(ModelStore store, ModelStoreOptions options, SessionPool sessions, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private IReadOnlyList<StoredModel> _models = [];
    private long? _looked;

    /// <summary>One of each name: first those of <paramref name="preference"/> in its order, then the others by name.</summary>
    public IReadOnlyList<StoredModel> List(ModelKind kind, IReadOnlyList<string> preference) =>
    [
        .. All().Where(model => model.Manifest.Kind == kind)
            .OrderBy(model => preference.TakeWhile(name => name != model.Name).Count())
            .ThenBy(model => model.Name, StringComparer.Ordinal),
    ];

    /// <summary>As engines announce their models.</summary>
    public IReadOnlyList<EngineModel> Announce(ModelKind kind, IReadOnlyList<string> preference)
    {
        var models = List(kind, preference);
        if (models.Count == 0)
            return [];
        var warm = sessions.Warm;
        return [.. models.Select(model => new EngineModel(
            model.Name, model.Manifest.Revision, model.Manifest.Bytes, warm.Any(path => path.StartsWith(model.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))))];
    }

    /// <summary>The model to run, looked up anew.</summary>
    /// <param name="name">Null: the first of <see cref="List"/>; where none is installed, the first of <paramref name="preference"/>, which the error then names.</param>
    /// <param name="field">The request's field that names the model; errors carry it.</param>
    /// <exception cref="StageInputException">It is not installed, or of another kind.</exception>
    public StoredModel Get(string? name, ModelKind kind, IReadOnlyList<string> preference, string field)
    {
        name ??= List(kind, preference).Select(installed => installed.Name).FirstOrDefault() ?? preference[0];
        StoredModel model;
        try
        {
            model = store.Get(name, sessions.Device, options.Precision);
        }
        catch (ModelStoreException exception)
        {
            throw new StageInputException(field, exception.Message, exception);
        }

        if (model.Manifest.Kind == kind)
            return model;
        var others = string.Join(", ", List(kind, preference).Select(other => other.Name));
        throw new StageInputException(field, $"'{name}' is a {model.Manifest.Kind} model; a {kind} model is expected here (installed: {(others.Length > 0 ? others : "none")}).");
    }

    /// <summary>Ends a run whose model was imported anew meanwhile: parts of both may be in its result.</summary>
    /// <exception cref="IOException">Other weights have taken the model's place since it was looked up. One that was removed was not replaced.</exception>
    public void ThrowIfReplaced(StoredModel model)
    {
        if (IsReplaced(model))
            throw new IOException($"Model {model} was imported anew while it ran. The run is tried again with what is there now.");
    }

    private bool IsReplaced(StoredModel model)
    {
        try
        {
            return store.Find(model.Name, model.Manifest.Target) is { } now && now.Manifest.Revision != model.Manifest.Revision;
        }
        catch (ModelStoreException)
        {
            return true;
        }
    }

    private IReadOnlyList<StoredModel> All()
    {
        lock (_gate)
        {
            if (_looked is { } looked && time.GetElapsedTime(looked) < Fresh)
                return _models;
            try
            {
                _models = Look();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A shared volume that is away for a moment: what was there is announced on, and a job that needs it says what is wrong.
            }

            _looked = time.GetTimestamp();
            return _models;
        }
    }

    private IReadOnlyList<StoredModel> Look()
    {
        List<GraphPrecision> wanted = options.Precision is { } one ? [one] : [.. ModelStore.Preference(sessions.Device)];
        return
        [
            .. store.List()
                .Where(model => model.Manifest.Device == sessions.Device && wanted.Contains(model.Manifest.Precision))
                .GroupBy(model => model.Name, StringComparer.Ordinal)
                .Select(precisions => precisions.MinBy(model => wanted.IndexOf(model.Manifest.Precision))!),
        ];
    }
}
