namespace Hunyuan3D.Inference.Sessions;

/// <summary>A configured device does not work here; the message says why and what to do.</summary>
public sealed class DeviceUnavailableException : Exception
{
    public DeviceUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
