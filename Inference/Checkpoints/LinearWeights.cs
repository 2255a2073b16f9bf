using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.ExceptionServices;

namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>Reads rows of a matrix.</summary>
/// <param name="start">The first row.</param>
/// <param name="rows">[count, inputs] f32, to be filled.</param>
internal delegate void RowReader(int start, int count, Span<float> rows);

/// <summary>Takes rows of a matrix.</summary>
/// <param name="start">The first row.</param>
/// <param name="rows">[count, inputs] f32.</param>
internal delegate void RowUser(int start, ReadOnlySpan<float> rows);

/// <summary>Turns rows of a matrix into bytes. Called on several threads.</summary>
/// <param name="start">The first row.</param>
/// <param name="rows">[count, inputs] f32.</param>
/// <param name="bytes">[count, bytes of a row], to be filled.</param>
internal delegate void RowEncoder(int start, ReadOnlySpan<float> rows, Span<byte> bytes);

/// <summary>
/// y = x W^T + b, as a checkpoint stores it. The matrix stays in the file: rows are read, and rearranged as asked, when they are needed, so that a graph is written with a few blocks
/// of rows in memory whatever the size of its tensors. Safe for several threads.
/// </summary>
/// <param name="Reader">Of the matrix, [outputs, inputs]. Works as long as the checkpoint is open.</param>
/// <param name="Bias">[outputs] f32, or null.</param>
internal sealed record LinearWeights(int Outputs, int Inputs, RowReader Reader, float[]? Bias)
{
    private const int BlockElements = 1 << 16;

    /// <summary>Rows that make a block of about 256 KB; at least one.</summary>
    public int BlockRows => Math.Clamp(BlockElements / Inputs, 1, Outputs);

    /// <param name="weight">[outputs, inputs] f32, in memory.</param>
    public static LinearWeights Of(int outputs, int inputs, float[] weight, float[]? bias) =>
        new(outputs, inputs, (start, count, rows) => weight.AsSpan(start * inputs, count * inputs).CopyTo(rows), bias);

    /// <summary>Fills <paramref name="rows"/>, [count, inputs].</summary>
    public void Read(int start, int count, Span<float> rows) => Reader(start, count, rows[..(count * Inputs)]);

    /// <summary>Encodes blocks of rows on several threads and hands them on in order, on the caller's thread.</summary>
    /// <param name="rowBytes">Bytes of an encoded row.</param>
    /// <param name="write">Is given the first row of a block and the block's bytes.</param>
    public void Encode(int rowBytes, RowEncoder encode, Action<int, ReadOnlySpan<byte>> write)
    {
        var blocks = (Outputs + BlockRows - 1) / BlockRows;
        var group = Math.Min(blocks, 2 * Environment.ProcessorCount);
        var buffers = Enumerable.Range(0, group).Select(_ => ArrayPool<byte>.Shared.Rent(BlockRows * rowBytes)).ToArray();
        for (var first = 0; first < blocks; first += group)
        {
            var count = Math.Min(group, blocks - first);
            InParallel(count, index => Read(first + index, (start, rows) => encode(start, rows, buffers[index].AsSpan(0, rows.Length / Inputs * rowBytes))));
            for (var index = 0; index < count; index++)
                write((first + index) * BlockRows, buffers[index].AsSpan(0, RowsOf(first + index) * rowBytes));
        }

        foreach (var buffer in buffers)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Calls <paramref name="use"/> with the first row and the values of every block of rows, on several threads, in no order.</summary>
    public void ForEachBlock(RowUser use) => InParallel((Outputs + BlockRows - 1) / BlockRows, block => Read(block, use));

    /// <summary>The whole matrix, [outputs, inputs].</summary>
    public float[] ToArray()
    {
        var all = GC.AllocateUninitializedArray<float>(checked(Outputs * Inputs));
        ForEachBlock((start, rows) => rows.CopyTo(all.AsSpan(start * Inputs)));
        return all;
    }

    /// <summary>Output rows <paramref name="start"/> to start + <paramref name="count"/>.</summary>
    public LinearWeights Rows(int start, int count) => new(
        count,
        Inputs,
        (first, rows, destination) => Reader(start + first, rows, destination),
        Bias?.AsSpan(start, count).ToArray());

    /// <summary>Input columns <paramref name="start"/> to start + <paramref name="count"/>, with or without the bias.</summary>
    public LinearWeights Columns(int start, int count, bool bias) => new(
        Outputs,
        count,
        (first, rows, destination) =>
        {
            var whole = ArrayPool<float>.Shared.Rent(rows * Inputs);
            Read(first, rows, whole);
            for (var row = 0; row < rows; row++)
                whole.AsSpan(row * Inputs + start, count).CopyTo(destination[(row * count)..]);
            ArrayPool<float>.Shared.Return(whole);
        },
        bias ? Bias : null);

    /// <summary>Output rows in another order: row i of the result is row <paramref name="order"/>(i).</summary>
    public LinearWeights Reordered(int count, Func<int, int> order) => new(
        count,
        Inputs,
        (first, rows, destination) =>
        {
            for (var row = 0; row < rows;)
            {
                // Neighbours that stay neighbours are read together.
                var (source, run) = (order(first + row), 1);
                while (row + run < rows && order(first + row + run) == source + run)
                    run++;
                Read(source, run, destination[(row * Inputs)..]);
                row += run;
            }
        },
        Bias is null ? null : [.. Enumerable.Range(0, count).Select(row => Bias[order(row)])]);

    /// <summary>Every output multiplied by a factor of its own.</summary>
    public LinearWeights Scaled(float[] factors)
    {
        float[]? bias = null;
        if (Bias is not null)
        {
            bias = new float[Outputs];
            TensorPrimitives.Multiply(Bias, factors, bias);
        }

        return this with { Reader = Scale, Bias = bias };

        void Scale(int first, int rows, Span<float> destination)
        {
            Reader(first, rows, destination);
            for (var row = 0; row < rows; row++)
            {
                var values = destination.Slice(row * Inputs, Inputs);
                TensorPrimitives.Multiply(values, factors[first + row], values);
            }
        }
    }

    /// <summary>The same with a constant added to part of the bias.</summary>
    public LinearWeights BiasPlus(float value, int start, int count)
    {
        var bias = Bias is null ? new float[Outputs] : (float[])Bias.Clone();
        for (var row = start; row < start + count; row++)
            bias[row] += value;
        return this with { Bias = bias };
    }

    private int RowsOf(int block) => Math.Min(BlockRows, Outputs - block * BlockRows);

    private void Read(int block, RowUser use)
    {
        var length = RowsOf(block) * Inputs;
        var buffer = ArrayPool<float>.Shared.Rent(length);
        Read(block * BlockRows, RowsOf(block), buffer);
        use(block * BlockRows, buffer.AsSpan(0, length));
        ArrayPool<float>.Shared.Return(buffer);
    }

    // A broken file is the caller's one error, not one of each thread's.
    private static void InParallel(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, work);
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }
}
