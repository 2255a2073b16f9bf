namespace Hunyuan3D.Inference.ShapeGen.Relief;

/// <summary>
/// The line from top to bottom through the thick of a side picture's silhouette: one column a row, found by dynamic programming over the half thickness,
/// so that it does not jump to a part that stands beside the body for a few rows. Cost: five comparisons a cell.
/// </summary>
internal static class SideSpine
{
    private const int MaxStep = 2; // columns from one row to the next

    // Against a half thickness of 0 to 1 of the largest: what a sideways step costs, and what a row outside the silhouette costs a cell of distance.
    private const float StepCost = 0.02f;
    private const float OutsideCost = 0.05f;

    /// <returns>[size] the column of each row.</returns>
    public static int[] Find(float[] u, float[] distance, int size)
    {
        var largest = 0f;
        foreach (var value in u) largest = Math.Max(largest, value);
        var step = new sbyte[size * size];
        var score = new float[size];
        var previous = new float[size];
        for (var y = 0; y < size; y++)
        {
            (score, previous) = (previous, score);
            for (var x = 0; x < size; x++)
            {
                var i = y * size + x;
                var best = float.NegativeInfinity;
                for (var move = -MaxStep; move <= MaxStep; move++)
                {
                    if (x + move < 0 || x + move >= size) continue;
                    var candidate = previous[x + move] - StepCost * move * move;
                    if (candidate > best) (best, step[i]) = (candidate, (sbyte)move);
                }

                score[x] = best + (distance[i] > 0 ? MathF.Sqrt(Math.Max(0, u[i]) / largest) : OutsideCost * distance[i]);
            }
        }

        var spine = new int[size];
        spine[size - 1] = Array.IndexOf(score, score.Max());
        for (var y = size - 1; y > 0; y--) spine[y - 1] = spine[y] + step[y * size + spine[y]];
        return spine;
    }
}
