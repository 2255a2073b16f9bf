using System.Numerics;

namespace Hunyuan3D.Inference.Imaging.Segmentation;

/// <summary>
/// A smooth colour surface, each Oklab channel a cubic polynomial of the position, fitted to the picture's border so that a subject that
/// touches the border does not bend it: iteratively reweighted least squares with Tukey's biweight, whose scale is lowered from
/// "anything" to the border's own noise (graduated non-convexity; A. Blake, A. Zisserman, "Visual Reconstruction", 1987).
/// </summary>
internal sealed class BackgroundSurface
{
    private const int Terms = 10;

    /// <summary>Of the shorter side.</summary>
    private const float BorderShare = 0.03f;

    /// <summary>Residuals in Oklab beyond which a border pixel loses all weight, from pass to pass, with the polynomial's degree.</summary>
    private static readonly (float Scale, int Degree)[] Passes =
    [
        (0.5f, 0), (0.3f, 0), (0.2f, 1), (0.15f, 1), (0.1f, 1), (0.1f, 2), (0.08f, 2), (0.06f, 2),
        (0.05f, 3), (0.04f, 3), (0.03f, 3), (0.03f, 3),
    ];

    private BackgroundSurface(Vector3[] coefficients, WorkImage image, float agreement)
    {
        (Agreement, Colours) = (agreement, new Vector3[image.Colours.Length]);
        Parallel.For(0, image.Height, y =>
        {
            for (var x = 0; x < image.Width; x++)
                Colours[y * image.Width + x] = Evaluate(coefficients, (x + 0.5f) * 2 / image.Width - 1, (y + 0.5f) * 2 / image.Height - 1);
        });
    }

    /// <summary>The share of border pixels that the surface explains, 0 to 1.</summary>
    public float Agreement { get; }

    /// <summary>[height, width] Oklab.</summary>
    public Vector3[] Colours { get; }

    public static BackgroundSurface Fit(WorkImage image)
    {
        var band = Math.Max(2, (int)(BorderShare * Math.Min(image.Width, image.Height)));
        var samples = new List<(float X, float Y, Vector3 Colour)>();
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                if (x < band || y < band || x >= image.Width - band || y >= image.Height - band)
                    samples.Add(((x + 0.5f) * 2 / image.Width - 1, (y + 0.5f) * 2 / image.Height - 1, image.Colours[y * image.Width + x]));
                else
                    x = image.Width - band - 1;
            }
        }

        var coefficients = new Vector3[Terms];
        coefficients[0] = Median(samples);
        foreach (var (scale, degree) in Passes)
            coefficients = Refit(samples, coefficients, scale, (degree + 1) * (degree + 2) / 2);
        var last = Passes[^1].Scale;
        var agreeing = samples.Count(sample => (sample.Colour - Evaluate(coefficients, sample.X, sample.Y)).Length() < last);
        return new BackgroundSurface(coefficients, image, (float)agreeing / samples.Count);
    }

    private static Vector3 Median(List<(float X, float Y, Vector3 Colour)> samples)
    {
        float Middle(Func<Vector3, float> channel)
        {
            var values = samples.Select(sample => channel(sample.Colour)).ToArray();
            Array.Sort(values);
            return values[values.Length / 2];
        }

        return new Vector3(Middle(c => c.X), Middle(c => c.Y), Middle(c => c.Z));
    }

    private static Vector3[] Refit(List<(float X, float Y, Vector3 Colour)> samples, Vector3[] before, float scale, int terms)
    {
        // Normal equations: the matrix is shared by the three channels.
        var matrix = new double[Terms, Terms];
        var right = new double[Terms, 3];
        Span<float> basis = stackalloc float[Terms];
        foreach (var (x, y, colour) in samples)
        {
            var residual = (colour - Evaluate(before, x, y)).LengthSquared() / (scale * scale);
            if (residual >= 1)
                continue;
            var weight = (1 - residual) * (1 - residual);
            Basis(x, y, basis);
            for (var i = 0; i < terms; i++)
            {
                for (var j = 0; j <= i; j++)
                    matrix[i, j] += weight * basis[i] * basis[j];
                for (var c = 0; c < 3; c++)
                    right[i, c] += weight * basis[i] * colour[c];
            }
        }

        // A trace of damping keeps the system solvable when only a part of the border is left.
        for (var i = 0; i < terms; i++)
            matrix[i, i] += 1e-4 * samples.Count * (i == 0 ? 1e-3 : 1);
        return Cholesky(matrix, right, terms) ?? before;
    }

    private static Vector3[]? Cholesky(double[,] matrix, double[,] right, int terms)
    {
        for (var i = 0; i < terms; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                    sum -= matrix[i, k] * matrix[j, k];
                if (i == j && sum <= 0)
                    return null;
                matrix[i, j] = i == j ? Math.Sqrt(sum) : sum / matrix[j, j];
            }
        }

        var solution = new Vector3[Terms];
        for (var c = 0; c < 3; c++)
        {
            for (var i = 0; i < terms; i++)
            {
                for (var k = 0; k < i; k++)
                    right[i, c] -= matrix[i, k] * right[k, c];
                right[i, c] /= matrix[i, i];
            }

            for (var i = terms - 1; i >= 0; i--)
            {
                for (var k = i + 1; k < terms; k++)
                    right[i, c] -= matrix[k, i] * right[k, c];
                right[i, c] /= matrix[i, i];
                solution[i][c] = (float)right[i, c];
            }
        }

        return solution;
    }

    private static Vector3 Evaluate(Vector3[] coefficients, float x, float y)
    {
        Span<float> basis = stackalloc float[Terms];
        Basis(x, y, basis);
        var sum = Vector3.Zero;
        for (var i = 0; i < Terms; i++)
            sum += basis[i] * coefficients[i];
        return sum;
    }

    /// <summary>Monomials by rising degree.</summary>
    private static void Basis(float x, float y, Span<float> basis)
        => (basis[0], basis[1], basis[2], basis[3], basis[4], basis[5], basis[6], basis[7], basis[8], basis[9])
            = (1, x, y, x * x, x * y, y * y, x * x * x, x * x * y, x * y * y, y * y * y);
}
