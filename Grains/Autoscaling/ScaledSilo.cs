using Hunyuan3D.Grains.Interfaces.Autoscaling;

namespace Hunyuan3D.Grains.Autoscaling;

/// <summary>A silo as <see cref="ScalePolicy"/> sees it.</summary>
/// <param name="Id">As the target names it.</param>
/// <param name="Busy">Slots that are leased or still running.</param>
/// <param name="Since">In this state since then.</param>
/// <param name="IdleSince">Nothing to do since then; null: busy. A silo that has not come yet is idle since it was asked for.</param>
internal sealed record ScaledSilo(string Id, bool Spot, ScaledSiloState State, int Busy, DateTimeOffset Since, DateTimeOffset? IdleSince);
