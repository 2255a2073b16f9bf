using Hunyuan3D.Hosting.Cli.Bench.Fuzz;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Cli.Bench.Fuzz;

public sealed class FuzzMutatorTests
{
    private const string Host = "127.0.0.1:1";

    private static readonly FuzzCorpus Corpus = new([new string('a', 32), new string('b', 32)]);

    [Fact]
    public void Make_SameSeedAndNumber_IsTheSameRequest()
    {
        var (first, second) = (new FuzzMutator(Corpus, 7), new FuzzMutator(Corpus, 7));
        foreach (var number in Enumerable.Range(0, 500).Reverse())
            Assert.Equal(first.Make(number).Encode(Host), second.Make(number).Encode(Host));
    }

    [Fact]
    public void Make_Credentials_AreRightMostOfTheTime()
    {
        var mutator = new FuzzMutator(Corpus, 1, new FuzzCredentials("admin-key", "user-key"));
        var cases = Enumerable.Range(0, 1000).Select(mutator.Make).ToArray();

        Assert.InRange(cases.Count(request => request.Headers.Any(header => header.Value is "admin-key" or "Bearer admin-key")), 300, 700);
        Assert.InRange(cases.Count(request => request.Headers.Any(header => header.Value is "user-key" or "Bearer user-key")), 100, 500);
        Assert.Contains(cases, request => !request.Headers.Any(header => header.Name is "Authorization" or "X-Api-Key"));
    }

    [Fact]
    public void Make_OtherSeed_IsAnotherRequest()
    {
        var (first, second) = (new FuzzMutator(Corpus, 7), new FuzzMutator(Corpus, 8));
        Assert.True(Enumerable.Range(0, 200).Count(number => first.Make(number).Encode(Host).AsSpan().SequenceEqual(second.Make(number).Encode(Host))) < 20);
    }

    [Fact]
    public void Make_ThousandsOfRequests_AreOfEveryKind()
    {
        var mutator = new FuzzMutator(Corpus, 1);
        var cases = Enumerable.Range(0, 4000).Select(mutator.Make).ToArray();

        foreach (var framing in Enum.GetValues<FuzzFraming>())
            Assert.Contains(cases, request => request.Framing == framing && request.Body is not null);
        foreach (var ending in Enum.GetValues<FuzzEnding>())
            Assert.Contains(cases, request => request.Ending == ending);
        foreach (var path in (string[])["/v1/generations", "/send", "/generate", "/generate/3d", "/status/"])
            Assert.Contains(cases, request => request.Target.StartsWith(path, StringComparison.Ordinal));
        Assert.InRange(cases.Count(request => request.ByHttpClient), 400, 3600);
        Assert.InRange(cases.Count(request => request.MustBeAnswered), 400, 3600);
    }
}
