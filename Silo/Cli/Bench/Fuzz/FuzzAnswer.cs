namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>What came back.</summary>
/// <param name="Status">Null: the server closed the connection without an answer.</param>
/// <param name="Text">The beginning of the answer.</param>
/// <param name="IsLate">The server neither answered nor closed in time.</param>
internal readonly record struct FuzzAnswer(int? Status, string Text, bool IsLate = false);
