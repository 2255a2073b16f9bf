namespace Hunyuan3D.Hosting.Requests;

/// <summary>The request is the caller's fault.</summary>
internal sealed class InputProblemException(IReadOnlyList<InputProblem> problems, int status = 400)
    : Exception(string.Join(" ", problems.Select(p => p.Message)))
{
    public InputProblemException(InputProblem problem, int status = 400)
        : this([problem], status)
    {
    }

    /// <summary>At least one.</summary>
    public IReadOnlyList<InputProblem> Problems => problems;

    /// <summary>HTTP status, 400 to 499.</summary>
    public int Status => status;
}
