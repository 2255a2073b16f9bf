using System.Buffers.Binary;
using System.Text;

namespace Hunyuan3D.Tests.Inference.Checkpoints;

/// <summary>Writes safetensors files, sound and unsound ones.</summary>
internal static class SafetensorsText
{
    /// <param name="claimed">The header's length as the file says; null: the true one.</param>
    public static byte[] File(string header, int dataBytes, ulong? claimed = null)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + json.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimed ?? (ulong)json.Length);
        json.CopyTo(bytes, 8);
        for (var i = 8 + json.Length; i < bytes.Length; i++)
            bytes[i] = (byte)i;
        return bytes;
    }

    public static string Entry(string name, string type, string shape, string offsets) => $"\"{name}\":{{\"dtype\":\"{type}\",\"shape\":[{shape}],\"data_offsets\":[{offsets}]}}";
}
