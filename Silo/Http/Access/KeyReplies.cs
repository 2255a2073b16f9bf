namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Keys by age, revoked ones too.</summary>
internal sealed record KeyReplies(IReadOnlyList<KeyReply> Keys);
