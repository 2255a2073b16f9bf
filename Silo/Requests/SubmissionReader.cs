using Hunyuan3D.Client;

namespace Hunyuan3D.Hosting.Requests;

/// <summary>Builds a submission from named texts and gathers everything that is wrong with them.</summary>
/// <param name="start">What holds where no field says otherwise; null: the defaults.</param>
internal sealed class SubmissionReader(GenerationSubmission? start = null)
{
    private readonly List<InputProblem> _problems = [];
    private readonly HashSet<string> _seen = [];
    private GenerationSubmission _submission = start ?? new();

    /// <summary>Takes one field.</summary>
    /// <param name="spelling">How the caller spelled the field.</param>
    public void Read(RequestField field, string spelling, string text)
    {
        if (!_seen.Add(field.Name))
            Report(new InputProblem(spelling, $"{spelling} is given twice.", "one value", "two values"));
        else if (field.TryRead(text, out var value))
            _submission = field.Set(_submission, value);
        else
            Report(InputProblem.Value(spelling, field.Expected, text));
    }

    public void Report(InputProblem problem) => _problems.Add(problem);

    /// <exception cref="InputProblemException">Something was wrong; it lists everything.</exception>
    public GenerationSubmission Finish() => _problems.Count == 0 ? _submission : throw new InputProblemException(_problems);
}
