using Hunyuan3D.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;
using Xunit;

namespace Hunyuan3D.Tests.Inference.Sessions;

public sealed class DeviceProbeTests
{
    [Fact]
    public void Run_Cpu_Works() => DeviceProbe.Run(SessionDevice.Cpu);

    [Fact]
    public void Run_CudaWithoutGpu_SaysWhyAndWhatToDo()
    {
        var device = SessionDevice.Parse("cuda:0");
        // Where a GPU build finds a GPU there is nothing to refuse.
        var reason = Record.Exception(() => DeviceProbe.Run(device));
        if (reason is null)
            return;
        var message = Assert.IsType<DeviceUnavailableException>(reason).Message;
        Assert.Contains("cuda:0", message, StringComparison.Ordinal);
        Assert.Contains("or use the device cpu", message, StringComparison.Ordinal);
        if (!OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
            Assert.Contains("-p:OnnxRuntimeFlavor=Gpu", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("cuda:0")]
    [InlineData("cuda:7")]
    public void Parse_KnownDevice_IsWrittenTheSame(string text) => Assert.Equal(text, SessionDevice.Parse(text).ToString());

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("gpu")]
    [InlineData("")]
    public void Parse_UnknownDevice_NamesItAndTheChoices(string text)
    {
        var message = Assert.Throws<FormatException>(() => SessionDevice.Parse(text)).Message;
        Assert.Contains($"'{text}'", message, StringComparison.Ordinal);
        Assert.Contains("cuda:0", message, StringComparison.Ordinal);
    }
}
