namespace Hunyuan3D.Inference.Onnx;

/// <summary>The kind of device a graph is built for; its fused operators differ.</summary>
public enum GraphDevice
{
    Cpu = 0,
    Cuda = 1,
}
