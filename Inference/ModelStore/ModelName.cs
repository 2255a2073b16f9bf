using System.Text.RegularExpressions;

namespace Hunyuan3D.Inference.ModelStore;

/// <summary>The rule for names of models. They are names of folders, so nothing that a file system reads in its own way is legal.</summary>
internal static partial class ModelName
{
    public const string Rule = "1 to 64 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit; 'downloads' is taken";

    public static bool IsLegal(string name) => Legal().IsMatch(name) && name != ModelStoreLayout.Downloads && !name.EndsWith('.');

    /// <exception cref="ModelStoreException">The name is not legal.</exception>
    public static string Check(string name) => IsLegal(name) ? name : throw new ModelStoreException($"'{name}' cannot be a model's name: {Rule}.");

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex Legal();
}
