using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.Sessions;
using Microsoft.ML.OnnxRuntime;

namespace Hunyuan3D.Inference.Imaging.Matting;

/// <summary>The signature of a matting network: one picture in, [1, 3, height, width] f32, and its saliency as the first output.</summary>
internal static class MattingGraph
{
    private const int Channels = 3;

    /// <summary>Loads a file, and looks whether it is one.</summary>
    /// <exception cref="CheckpointException">It is no ONNX file, or another network.</exception>
    public static void Check(string path)
    {
        try
        {
            using var session = OnnxSession.Load(path);
            Input(session, path, freeSize: 1);
        }
        catch (OnnxRuntimeException e)
        {
            throw new CheckpointException($"{path} cannot be loaded as an ONNX network: {e.Message}", e);
        }
    }

    /// <summary>Name and size of the network's input.</summary>
    /// <param name="freeSize">Pixels a side, where the graph leaves them free.</param>
    /// <exception cref="CheckpointException">It has another signature.</exception>
    public static (string Name, int Height, int Width) Input(OnnxSession session, string path, int freeSize) =>
        session.Inputs is [{ Shape: [_, Channels or < 0, var height, var width] } input]
            ? (input.Name, height > 0 ? height : freeSize, width > 0 ? width : freeSize)
            : throw new CheckpointException(
                $"{path} takes {string.Join(" and ", session.Inputs.Select(i => $"[{string.Join(", ", i.Shape)}]"))}; a matting network takes one picture, [1, 3, height, width].");
}
