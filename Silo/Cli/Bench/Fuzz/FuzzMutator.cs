using System.Text;

namespace Hunyuan3D.Hosting.Cli.Bench.Fuzz;

/// <summary>Makes of each request in order one that is not, or not quite.</summary>
/// <param name="credentials">Null: the server has no keys.</param>
internal sealed class FuzzMutator(FuzzCorpus corpus, int seed, FuzzCredentials? credentials = null)
{
    /// <summary>One in so many requests stays as it was: the server has to serve those too.</summary>
    private const int Untouched = 10;

    private const int MostChanges = 3;

    /// <summary>The request of a number, the same at every time.</summary>
    public FuzzCase Make(int number)
    {
        // SplitMix64 of both, so that neighbouring numbers have nothing in common.
        var random = new Random((int)(Mix((ulong)(uint)seed << 32 | (uint)number) >> 33));
        var origin = corpus.Draw(random);
        var drawn = new FuzzCase { Number = number, Method = origin.Method, Target = origin.Target };
        if (random.Next(Untouched) == 0)
            return Finish(drawn, origin, origin.Body(), [], random);

        byte[]? body = null;
        List<(string Name, string Value)> headers = [];
        for (var changes = random.Next(1, MostChanges + 1); changes > 0; changes--)
        {
            switch (random.Next(10))
            {
                case 0:
                    drawn = drawn with { Method = Pick(FuzzValues.Methods, random), IsWellFormed = false };
                    break;
                case 1 or 2:
                    drawn = drawn with { Target = ChangeTarget(drawn.Target, random), IsWellFormed = false };
                    break;
                case 3:
                    headers.Add(Pick(FuzzValues.Headers, random));
                    drawn = drawn with { IsWellFormed = false };
                    break;
                case 4:
                    drawn = drawn with { Framing = (FuzzFraming)random.Next(Enum.GetValues<FuzzFraming>().Length) };
                    break;
                case 5:
                    drawn = drawn with { Ending = (FuzzEnding)random.Next(Enum.GetValues<FuzzEnding>().Length), Cut = random.NextDouble() };
                    break;
                case 6 or 7 when origin.Fields.Count > 0:
                    FuzzFields.Change(origin, random);
                    break;
                default:
                    body = FuzzBytes.Change(body ?? origin.Body() ?? [], random);
                    break;
            }
        }

        return Finish(drawn, origin, body ?? origin.Body(), headers, random);
    }

    private FuzzCase Finish(FuzzCase drawn, FuzzSeed origin, byte[]? body, List<(string Name, string Value)> headers, Random random)
    {
        // A header of the same name that was drawn stands in place of the right one half of the time, and beside it otherwise.
        var keepType = origin.ContentType is not null && (!headers.Any(h => h.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)) || random.Next(2) == 0);
        if (keepType)
            headers.Insert(0, ("Content-Type", origin.ContentType!));
        headers.AddRange(credentials?.Draw(random) ?? []);
        if (random.Next(4) > 0)
            headers.Add(("Connection", "close"));
        // The client itself refuses to send other headers.
        var ordinary = drawn is { IsWellFormed: true, Framing: FuzzFraming.Right, Ending: FuzzEnding.Read or FuzzEnding.Reset } && headers.All(header => Ascii.IsValid(header.Value));
        return drawn with { Headers = headers, Body = body is { Length: 0 } && origin.ContentType is null ? null : body, ByHttpClient = ordinary && random.Next(2) == 0 };
    }

    private static string ChangeTarget(string target, Random random)
    {
        var at = random.Next(target.Length + 1);
        return random.Next(5) switch
        {
            0 => target[..at],
            1 when at < target.Length => target[..at] + (char)random.Next(1, 256) + target[(at + 1)..],
            2 => Pick(FuzzValues.Paths, random),
            3 => target + Pick(FuzzValues.Paths, random),
            _ => target[..at] + Pick(FuzzValues.Paths, random) + target[at..],
        };
    }

    private static T Pick<T>(IReadOnlyList<T> values, Random random) => values[random.Next(values.Count)];

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
