namespace Hunyuan3D.Grains.Diagnostics;

/// <summary>Silos of one kind (spot or on-demand) by state.</summary>
/// <param name="Ready">In service.</param>
/// <param name="Draining">About to stop.</param>
/// <param name="Out">Taken out because they are bad.</param>
internal readonly record struct SiloCounts(int Ready, int Draining, int Out);
