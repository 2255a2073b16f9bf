namespace Hunyuan3D.Grains.Interfaces.Generation;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Field">As callers name it, for example <c>octreeResolution</c>.</param>
/// <param name="Expected">For example <c>16 to 1024</c>.</param>
/// <param name="Actual">What was given, shortened to 64 characters.</param>
public sealed record RequestProblem(string Field, string Expected, string Actual)
{
    /// <summary>The problem in one sentence.</summary>
    public override string ToString() => $"{Field}: expected {Expected}, not {Actual}.";

    /// <summary>The failure that a request with this problem is refused with.</summary>
    public GenerationFailure ToFailure() => new(GenerationFailureCode.InvalidInput, null, ToString(), Retryable: false, Field);
}
