using System.ComponentModel;
using Hunyuan3D.Hosting.Keys;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Who a browser is to the server.</summary>
internal sealed record SessionReply(
    string User,
    KeyRole Role,
    [property: Description("False: the server has no keys; everybody who reaches it may do everything.")] bool Keys)
{
    public static SessionReply Of(Caller caller) => new(caller.User, caller.Role, caller.Key is not null);
}
