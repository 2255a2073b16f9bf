using System.Runtime.InteropServices;

namespace Hunyuan3D.Inference.Geometry.Reduction;

/// <summary>
/// A growing array outside the garbage-collected heap, aligned to cache lines (a <see cref="QuadricVertex"/> is exactly one) and not cleared.
/// </summary>
internal sealed unsafe class NativeBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int CacheLine = 64;

    public T* Pointer { get; private set; }

    public int Length { get; private set; }

    /// <summary>Makes room for <paramref name="count"/> elements. What was held is lost when the buffer grows.</summary>
    public void Reserve(int count)
    {
        if (count <= Length)
            return;
        Dispose();
        var length = Math.Max(count, 64);
        Pointer = (T*)NativeMemory.AlignedAlloc(checked((nuint)length * (nuint)sizeof(T)), CacheLine);
        Length = length;
    }

    /// <summary>Doubles the room and keeps what is held.</summary>
    public void Grow()
    {
        var length = checked(Length * 2);
        Pointer = (T*)NativeMemory.AlignedRealloc(Pointer, checked((nuint)length * (nuint)sizeof(T)), CacheLine);
        Length = length;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(Pointer);
        Pointer = null;
        Length = 0;
    }
}
