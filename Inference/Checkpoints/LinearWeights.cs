namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>y = x W^T + b, as a checkpoint stores it.</summary>
/// <param name="Weight">[outputs, inputs] f32.</param>
/// <param name="Bias">[outputs] f32, or null.</param>
internal sealed record LinearWeights(int Outputs, int Inputs, float[] Weight, float[]? Bias)
{
    /// <summary>Output rows <paramref name="start"/> to start + <paramref name="count"/>.</summary>
    public LinearWeights Rows(int start, int count) => new(
        count,
        Inputs,
        Weight.AsSpan(start * Inputs, count * Inputs).ToArray(),
        Bias?.AsSpan(start, count).ToArray());

    /// <summary>Input columns <paramref name="start"/> to start + <paramref name="count"/>, with or without the bias.</summary>
    public LinearWeights Columns(int start, int count, bool bias)
    {
        var part = new float[Outputs * count];
        for (var row = 0; row < Outputs; row++)
            Weight.AsSpan(row * Inputs + start, count).CopyTo(part.AsSpan(row * count));
        return new LinearWeights(Outputs, count, part, bias ? Bias : null);
    }

    /// <summary>Output rows in another order: row i of the result is row <paramref name="order"/>(i).</summary>
    public LinearWeights Reordered(int count, Func<int, int> order)
    {
        var weight = new float[count * Inputs];
        var bias = Bias is null ? null : new float[count];
        for (var row = 0; row < count; row++)
        {
            var source = order(row);
            Weight.AsSpan(source * Inputs, Inputs).CopyTo(weight.AsSpan(row * Inputs));
            if (bias is not null)
                bias[row] = Bias![source];
        }

        return new LinearWeights(count, Inputs, weight, bias);
    }

    /// <summary>Every output multiplied by a factor of its own.</summary>
    public LinearWeights Scaled(ReadOnlySpan<float> factors)
    {
        var weight = new float[Weight.Length];
        for (var row = 0; row < Outputs; row++)
            System.Numerics.Tensors.TensorPrimitives.Multiply(Weight.AsSpan(row * Inputs, Inputs), factors[row], weight.AsSpan(row * Inputs, Inputs));
        float[]? bias = null;
        if (Bias is not null)
        {
            bias = new float[Outputs];
            System.Numerics.Tensors.TensorPrimitives.Multiply(Bias, factors, bias);
        }

        return new LinearWeights(Outputs, Inputs, weight, bias);
    }

    /// <summary>The same with a constant added to part of the bias.</summary>
    public LinearWeights BiasPlus(float value, int start, int count)
    {
        var bias = Bias is null ? new float[Outputs] : (float[])Bias.Clone();
        for (var row = start; row < start + count; row++)
            bias[row] += value;
        return this with { Bias = bias };
    }
}
