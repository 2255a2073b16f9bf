using Hunyuan3D.Inference.Onnx;
using Hunyuan3D.Inference.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Hunyuan3D.Inference.Sessions;

/// <summary>Whether a device really runs graphs: a product of two small matrices is run on it and its result looked at.</summary>
public static class DeviceProbe
{
    private const string CudaProvider = "CUDAExecutionProvider";
    private const int Size = 4;

    /// <summary>Returns if the device works. Takes a second on a GPU, milliseconds on the CPU.</summary>
    /// <exception cref="DeviceUnavailableException">It does not: the message says why and what to do.</exception>
    public static void Run(SessionDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.Kind == GraphDevice.Cuda && !OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider))
        {
            throw new DeviceUnavailableException(
                $"The device {device} was asked for, but this build contains ONNX Runtime for CPUs only. Build it with -p:OnnxRuntimeFlavor=Gpu, or use the device cpu.");
        }

        float[] result;
        try
        {
            result = Multiply(device);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new DeviceUnavailableException(
                $"The device {device} does not run a graph: {exception.Message.Trim()} "
                + (device.Kind == GraphDevice.Cuda
                    ? "Check that nvidia-smi lists the GPU and that the CUDA and cuDNN libraries that this version of ONNX Runtime names are found (LD_LIBRARY_PATH), or use the device cpu."
                    : "Check that the package Microsoft.ML.OnnxRuntime has native code for this machine."),
                exception);
        }

        for (var i = 0; i < result.Length; i++)
        {
            // Rows of ones times twos: small whole numbers, exact on any device.
            if (result[i] != 2 * Size)
                throw new DeviceUnavailableException($"The device {device} computes wrongly: {Size} times 1 times 2 gave {result[i]}. Check its driver and its memory, or use the device cpu.");
        }
    }

    private static float[] Multiply(SessionDevice device)
    {
        var folder = Directory.CreateTempSubdirectory("hunyuan3d-probe-").FullName;
        try
        {
            var path = Path.Combine(folder, "probe.onnx");
            using (var graph = new GraphBuilder(path, new GraphTarget(device.Kind, GraphPrecision.Fp32)))
            {
                var twos = new float[Size * Size];
                Array.Fill(twos, 2);
                var x = graph.Input("x", OnnxType.Float, Size, Size);
                graph.Output("y", graph.MatMul(x, graph.Weight("twos", [Size, Size], twos)), Size, Size);
                graph.Save();
            }

            using var session = OnnxSession.Load(path, threads: 1, device, deviceOnly: true);
            var ones = new float[Size * Size];
            Array.Fill(ones, 1);
            return session.Run(("x", new TensorData(ones, Size, Size)))["y"].Values;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
