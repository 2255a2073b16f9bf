namespace Hunyuan3D.Inference.Schedulers;

/// <summary>
/// Standard normal noise that is the same, bit for bit, on every machine: element i of a stream is a pure function of (seed, stream, i). Uniforms come from
/// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), normals from the inverse distribution function AS 241 (Wichura 1988), with the logarithm computed from
/// IEEE additions, products and quotients alone, since library logarithms differ between machines.
/// </summary>
internal static class GaussianNoise
{
    /// <param name="stream">Which draw of a job: 0 the initial latents, then as the pipeline numbers them.</param>
    /// <returns>[count] f32.</returns>
    public static float[] Draw(long seed, int stream, int count)
    {
        var noise = new float[count];
        Span<uint> block = stackalloc uint[4];
        for (var i = 0; i < count; i++)
        {
            if (i % 4 == 0)
                Philox((ulong)seed, (ulong)(i / 4), (uint)stream, block);
            noise[i] = (float)InverseNormal((block[i % 4] + 0.5) * (1 / 4294967296.0));
        }

        return noise;
    }

    private static void Philox(ulong seed, ulong counter, uint stream, Span<uint> block)
    {
        var (c0, c1, c2, c3) = ((uint)counter, (uint)(counter >> 32), stream, 0u);
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (var round = 0; round < 10; round++)
        {
            var (left, right) = (0xD2511F53UL * c0, 0xCD9E8D57UL * c2);
            (c0, c1, c2, c3) = ((uint)(right >> 32) ^ c1 ^ k0, (uint)right, (uint)(left >> 32) ^ c3 ^ k1, (uint)left);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        (block[0], block[1], block[2], block[3]) = (c0, c1, c2, c3);
    }

    private static double InverseNormal(double probability)
    {
        var q = probability - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            var r = 0.180625 - q * q;
            return q * Ratio(r, Centre);
        }

        var tail = Math.Sqrt(-Logarithm(q < 0 ? probability : 1 - probability));
        var value = tail <= 5 ? Ratio(tail - 1.6, Middle) : Ratio(tail - 5, Far);
        return q < 0 ? -value : value;
    }

    /// <summary>ln x for normal x: x = m 2^e with m in [sqrt(1/2), sqrt(2)), ln m = 2 artanh((m - 1) / (m + 1)).</summary>
    private static double Logarithm(double x)
    {
        var exponent = (int)(BitConverter.DoubleToUInt64Bits(x) >> 52) - 1023;
        var mantissa = BitConverter.UInt64BitsToDouble((BitConverter.DoubleToUInt64Bits(x) & 0xFFFFFFFFFFFFF) | 0x3FF0000000000000);
        if (mantissa > 1.4142135623730951)
            (mantissa, exponent) = (mantissa / 2, exponent + 1);
        var s = (mantissa - 1) / (mantissa + 1);
        var square = s * s;
        var sum = 0.0;
        for (var term = 21; term >= 1; term -= 2)
            sum = sum * square + 1.0 / term;
        return exponent * 0.69314718055994530942 + 2 * s * sum;
    }

    private static double Ratio(double r, (double[] Upper, double[] Lower) table) => Polynomial(r, table.Upper) / Polynomial(r, table.Lower);

    private static double Polynomial(double r, double[] coefficients)
    {
        var value = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--)
            value = value * r + coefficients[i];
        return value;
    }

    // AS 241, routine PPND16: relative accuracy about 1e-16.
    private static readonly (double[], double[]) Centre = (
        [3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727],
        [1, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077, 21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610]);

    private static readonly (double[], double[]) Middle = (
        [1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504, 1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833, 7.74545014278341407640e-4],
        [1, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550, 0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4, 1.05075007164441684324e-9]);

    private static readonly (double[], double[]) Far = (
        [6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580, 0.296560571828504891230, 0.0265321895265761230930, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7],
        [1, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525, 7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15]);
}
