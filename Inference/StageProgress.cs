namespace Hunyuan3D.Inference;

/// <summary>Progress inside a stage.</summary>
/// <param name="Step">The step's name in lower-case words, for example <c>marching cubes</c>.</param>
/// <param name="Done">Parts of this step that are done, 0 to <paramref name="Of"/>.</param>
/// <param name="Of">Parts of this step, at least 1.</param>
/// <param name="Fraction">Share of the whole stage that is done, 0 to 1; never falls.</param>
public readonly record struct StageProgress(string Step, int Done, int Of, double Fraction);
