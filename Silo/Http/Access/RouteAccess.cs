namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Metadata of a route: who may call it.</summary>
internal sealed record RouteAccess(AccessLevel Level);
