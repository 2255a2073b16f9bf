using FsCheck;
using FsCheck.Fluent;

namespace Hunyuan3D.Tests.Grains.Scheduling;

/// <summary>Runs a check over random histories; one that fails is told as the shortest that still does.</summary>
internal static class RandomHistories
{
    /// <param name="histories">How many.</param>
    /// <param name="events">Events of each.</param>
    /// <param name="run">Plays a history; throws if something is wrong.</param>
    public static void Check(int histories, int events, Action<int[]> run)
    {
        var history = Arb.From(Gen.Choose(0, int.MaxValue - 1).ArrayOf(events), Shorten);
        Prop.ForAll(history, run).Check(Config.QuickThrowOnFailure.WithMaxTest(histories));
    }

    /// <summary>Without one half, one quarter, ... one event (Zeller and Hildebrandt, 2002, delta debugging).</summary>
    internal static IEnumerable<int[]> Shorten(int[] history)
    {
        for (var size = history.Length / 2; size > 0; size /= 2)
        {
            for (var from = 0; from + size <= history.Length; from += size)
                yield return [.. history.AsSpan(0, from), .. history.AsSpan(from + size)];
        }
    }
}
