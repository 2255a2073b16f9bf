namespace Hunyuan3D.Inference.Checkpoints.Torch;

/// <summary>A view of a storage. All counts are in elements.</summary>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, long[] Shape, long[] Strides)
{
    public long Elements => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>One past the last element that the view touches, from the start of the storage.</summary>
    public long End => Elements == 0 ? Offset : checked(Offset + Shape.Zip(Strides, (size, stride) => checked((size - 1) * stride)).Sum() + 1);

    public bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var axis = Shape.Length - 1; axis >= 0; axis--)
            {
                if (Shape[axis] != 1 && Strides[axis] != expected)
                    return false;
                expected *= Shape[axis];
            }

            return true;
        }
    }
}
