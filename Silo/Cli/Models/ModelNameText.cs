using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>Names of models as somebody typed them.</summary>
internal static class ModelNameText
{
    /// <exception cref="InputProblemException">No model can have this name.</exception>
    public static string? Check(string option, string? name) => name is null || ModelStore.IsLegalName(name)
        ? name
        : throw new InputProblemException(InputProblem.Value(option, ModelStore.NameRule, name));

    /// <exception cref="InputProblemException">Nothing of the name is installed.</exception>
    public static InputProblemException NotInstalled(ModelStore store, string name, string what)
    {
        var names = store.List().Select(model => model.Name).Distinct().ToList();
        return new InputProblemException(new InputProblem("name", names.Count > 0
            ? $"There is no {what} '{InputProblem.Shorten(name)}' in {store.Root} (installed: {string.Join(", ", names)})."
            : $"There is no {what} '{InputProblem.Shorten(name)}' in {store.Root}, and no other."));
    }
}
