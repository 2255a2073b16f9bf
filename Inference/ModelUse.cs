namespace Hunyuan3D.Inference;

/// <summary>The imported model that made a result.</summary>
/// <param name="Name">For example <c>v2-mini-turbo</c>.</param>
/// <param name="Revision">Identifies the weights as they ran.</param>
public sealed record ModelUse(string Name, string Revision);
