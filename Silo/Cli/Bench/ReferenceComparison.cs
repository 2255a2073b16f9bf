namespace Hunyuan3D.Hosting.Cli.Bench;

/// <summary>A row of the reference table and what was measured with as many nodes and users.</summary>
internal sealed record ReferenceComparison(ReferenceRow Reference, LoadReport Measured);
