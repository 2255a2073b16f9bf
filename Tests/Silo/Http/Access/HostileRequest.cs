namespace Hunyuan3D.Tests.Silo.Http.Access;

/// <summary>One row of the table of hostile requests.</summary>
/// <param name="Name">What is tried.</param>
/// <param name="Answer">Status, and field or code of the problem where there is one: <c>400 image_url</c>.</param>
/// <param name="SendAsync">Does it and tells the answer in that form.</param>
internal sealed record HostileRequest(string Name, string Answer, Func<HostileTarget, Task<string>> SendAsync);
