namespace Hunyuan3D.Client;

/// <summary>Encoded picture files of one thing: the front, and optionally its other sides.</summary>
public sealed record PictureFiles(ReadOnlyMemory<byte> Front)
{
    public ReadOnlyMemory<byte>? Left { get; init; }

    public ReadOnlyMemory<byte>? Back { get; init; }

    public ReadOnlyMemory<byte>? Right { get; init; }
}
