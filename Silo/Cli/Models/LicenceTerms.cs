using Hunyuan3D.Inference.Hub;
using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>What a model's licence asks of its user, in short, and how it is accepted.</summary>
internal static class LicenceTerms
{
    /// <summary>Our summary, line by line; the licence's own text is what counts.</summary>
    public static IReadOnlyList<string> Of(KnownModel model) =>
    [
        $"{model.Name} comes under the {model.Licence}: {AddressOf(model)}",
        "In short, in our words; the text itself is what counts:",
        "  - It gives no rights for the European Union, the United Kingdom and South Korea: neither the model nor what it makes may be used there.",
        "  - Whose products had more than 1 million monthly active users when the model was released needs a licence of Tencent's own.",
        "  - Its acceptable use policy forbids harmful, deceptive, unlawful and military uses, among others.",
        "  - What the model makes may not be used to improve other AI models.",
        "  - Who passes the model on, or offers it as a service, passes on these terms and names Tencent Hunyuan.",
    ];

    public static string AddressOf(KnownModel model) => $"https://huggingface.co/{model.Repository}/blob/main/LICENSE";

    /// <summary>Null: the terms were shown, and not accepted.</summary>
    /// <param name="accepted">Whether the command line says so.</param>
    /// <param name="input">Who answers; null: nobody can be asked.</param>
    public static async Task<LicenceAcceptance?> AcceptAsync(KnownModel model, bool accepted, TextReader? input, TextWriter error, TimeProvider time)
    {
        if (accepted)
            return Acceptance(ModelsPullVerb.AcceptOption);
        foreach (var line in Of(model))
            await error.WriteLineAsync(line);
        if (input is null)
        {
            await error.WriteLineAsync($"hunyuan3d: the licence is not accepted. To accept it, run the same command with {ModelsPullVerb.AcceptOption}.");
            return null;
        }

        await error.WriteAsync("Do you accept these terms? Type yes: ");
        await error.FlushAsync();
        if ((await input.ReadLineAsync())?.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase) == true)
            return Acceptance("asked at the terminal");
        await error.WriteLineAsync("hunyuan3d: the licence is not accepted, so nothing was fetched.");
        return null;

        LicenceAcceptance Acceptance(string how) => new(model.Licence, AddressOf(model), Environment.UserName, time.GetUtcNow(), how);
    }
}
