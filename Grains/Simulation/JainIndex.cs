namespace Hunyuan3D.Grains.Simulation;

/// <summary>
/// Fairness of shares (Jain, Chiu and Hawe, "A Quantitative Measure of Fairness and Discrimination", DEC-TR-301, 1984): (sum x)^2 / (n sum x^2) over what each user was
/// given relative to its fair share; 1 when all are treated alike, 1/n when one has everything. The fair share is max-min: nobody gets more than asked,
/// and what is left is divided evenly among those who asked for more.
/// </summary>
internal static class JainIndex
{
    /// <param name="given">By user.</param>
    /// <param name="asked">By user.</param>
    public static double Of(IReadOnlyList<double> given, IReadOnlyList<double> asked)
    {
        var level = MaxMinLevel(asked, given.Sum());
        var (sum, squares, users) = (0.0, 0.0, 0);
        for (var user = 0; user < given.Count; user++)
        {
            if (asked[user] <= 0) continue;
            var share = given[user] / Math.Min(asked[user], level);
            (sum, squares, users) = (sum + share, squares + share * share, users + 1);
        }

        return users == 0 || squares == 0 ? 1 : sum * sum / (users * squares);
    }

    /// <summary>What those get at most who ask for more than that, when <paramref name="total"/> is divided.</summary>
    public static double MaxMinLevel(IReadOnlyList<double> asked, double total)
    {
        var (left, users) = (total, asked.Count(one => one > 0));
        foreach (var one in asked.Where(one => one > 0).Order())
        {
            if (one * users >= left) return left / users;
            (left, users) = (left - one, users - 1);
        }

        return double.PositiveInfinity;
    }
}
