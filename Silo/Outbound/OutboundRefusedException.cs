namespace Hunyuan3D.Hosting.Outbound;

/// <summary>A URL may not be called.</summary>
/// <param name="reason">The second half of a sentence, for example <c>only https is allowed.</c> Says nothing of private networks.</param>
/// <param name="actual">What was given: the URL, or the host.</param>
internal sealed class OutboundRefusedException(string reason, string actual) : Exception(reason)
{
    public string Actual => actual;
}
