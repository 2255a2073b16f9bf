namespace Hunyuan3D.Hosting.Autoscaling;

/// <summary>No API server of Kubernetes can be found. The message says what helps.</summary>
internal sealed class KubernetesUnknownException(string message, Exception inner) : IOException(message, inner);
