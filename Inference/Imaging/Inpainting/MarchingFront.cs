namespace Hunyuan3D.Inference.Imaging.Inpainting;

/// <summary>
/// A queue of pixels by distance, first come first served among equals: a 4-ary heap of 64-bit keys, distance above, order of arrival
/// below.
/// </summary>
internal sealed class MarchingFront
{
    private const int Arity = 4;

    private ulong[] _heap = new ulong[1024];
    private int[] _pixelByArrival = new int[1024];
    private int _count;
    private int _arrivals;

    /// <param name="distance">Not negative, so that its bits sort like its value.</param>
    public void Push(float distance, int pixel)
    {
        if (_arrivals == _pixelByArrival.Length)
            Array.Resize(ref _pixelByArrival, _arrivals * 2);
        if (_count == _heap.Length)
            Array.Resize(ref _heap, _count * 2);
        _pixelByArrival[_arrivals] = pixel;
        var key = (ulong)BitConverter.SingleToUInt32Bits(distance) << 32 | (uint)_arrivals++;
        var (heap, at) = (_heap, _count++);
        while (at > 0)
        {
            var parent = (at - 1) / Arity;
            if (heap[parent] <= key)
                break;
            heap[at] = heap[parent];
            at = parent;
        }

        heap[at] = key;
    }

    public bool TryPop(out int pixel)
    {
        if (_count == 0)
        {
            pixel = -1;
            return false;
        }

        var heap = _heap;
        pixel = _pixelByArrival[(uint)heap[0]];
        var last = heap[--_count];
        var at = 0;
        for (int first; (first = at * Arity + 1) < _count;)
        {
            var least = first;
            for (var child = first + 1; child < Math.Min(first + Arity, _count); child++)
            {
                if (heap[child] < heap[least])
                    least = child;
            }

            if (heap[least] >= last)
                break;
            heap[at] = heap[least];
            at = least;
        }

        heap[at] = last;
        return true;
    }
}
