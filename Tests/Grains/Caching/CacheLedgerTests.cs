using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Artifacts;
using Hunyuan3D.Grains.Interfaces.Caching;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Caching;

public sealed class CacheLedgerTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ResultCacheOptions _options = new() { MaxAge = TimeSpan.FromSeconds(100), MaxBytes = 1000, MaxEntries = 10 };

    [Fact]
    public void TryEvict_TooManyBytes_TheLeastRecentlyUsedGoes()
    {
        var ledger = new CacheLedger(_options);
        for (var i = 0; i < 4; i++) ledger.Keep(Item(i, 300, At(i)));
        ledger.Use(new CacheUse(Name(0), At(10)));
        // News that come late do not make it older.
        ledger.Use(new CacheUse(Name(0), At(5)));
        Assert.Equal((Name(1), EvictionReason.Size), ledger.TryEvict(At(11)));
        Assert.Null(ledger.TryEvict(At(11)));
        Assert.Equal((3, 900), (ledger.Count, ledger.Bytes));
    }

    [Fact]
    public void TryEvict_TooManyEntries_TheLeastRecentlyUsedGoes()
    {
        var ledger = new CacheLedger(_options);
        for (var i = 0; i < 12; i++) ledger.Keep(Item(i, 1, At(i)));
        Assert.Equal([Name(0), Name(1)], Evict(ledger, At(12)));
    }

    [Fact]
    public void TryEvict_TooOld_GoesHoweverOftenItIsUsed()
    {
        var ledger = new CacheLedger(_options);
        ledger.Keep(Item(1, 1, At(0)));
        ledger.Keep(Item(2, 1, At(1)));
        ledger.Use(new CacheUse(Name(1), At(99)));
        Assert.Null(ledger.TryEvict(At(99)));
        Assert.Equal((Name(1), EvictionReason.Age), ledger.TryEvict(At(100)));
        Assert.Null(ledger.TryEvict(At(100)));
    }

    [Fact]
    public void Bytes_FileOfSeveralEntries_CountsOnceUntilTheLastIsGone()
    {
        var ledger = new CacheLedger(_options);
        var (shared, own) = (File(1, 500), File(2, 100));
        ledger.Keep(new CacheItem("a", [shared], At(0), At(0)));
        ledger.Keep(new CacheItem("b", [shared, own], At(0), At(1)));
        Assert.Equal(600, ledger.Bytes);
        ledger.Drop("a");
        Assert.Equal(600, ledger.Bytes);
        ledger.Drop("b");
        Assert.Equal((0, 0), (ledger.Count, ledger.Bytes));
    }

    [Fact]
    public void TryEvict_LargerThanAll_Goes()
    {
        var ledger = new CacheLedger(_options);
        ledger.Keep(Item(1, 1001, At(0)));
        Assert.Equal(Name(1), ledger.TryEvict(At(0))!.Value.Name);
    }

    [Fact]
    public void Reconcile_OtherThanKnown_BecomesWhatIsThereExceptTheNewest()
    {
        var ledger = new CacheLedger(_options);
        ledger.Keep(Item(1, 10, At(0)));
        ledger.Keep(Item(2, 10, At(0)));
        ledger.Keep(Item(3, 10, At(5)));
        ledger.Reconcile([Item(2, 10, At(0)), Item(4, 20, At(1))], looked: At(5));
        Assert.Equal((3, 40), (ledger.Count, ledger.Bytes));
        _options.MaxBytes = 0;
        Assert.Equal([Name(2), Name(4), Name(3)], Evict(ledger, At(6)));
    }

    /// <summary>Against lists that are searched from end to end.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyHistory_IsAsOfPlainLists(int seed)
    {
        var random = new Random(seed);
        var ledger = new CacheLedger(_options);
        var plain = new List<CacheItem>();
        for (var step = 0; step < 3000; step++)
        {
            var (now, name) = (At(step), Name(random.Next(20)));
            switch (random.Next(4))
            {
                case 0 or 1:
                    var item = new CacheItem(name, [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(12)).Distinct().Select(file => File(file, 40 * file))], now, now);
                    ledger.Keep(item);
                    plain.RemoveAll(other => other.Name == name);
                    plain.Add(item);
                    break;
                case 2:
                    var at = now - TimeSpan.FromSeconds(random.Next(30));
                    ledger.Use(new CacheUse(name, at));
                    if (plain.FindIndex(other => other.Name == name && other.Used < at) is >= 0 and var used) plain[used] = plain[used] with { Used = at };
                    break;
                default:
                    ledger.Drop(name);
                    plain.RemoveAll(other => other.Name == name);
                    break;
            }

            while (ledger.TryEvict(now) is { } evicted)
            {
                var oldest = plain.OrderBy(other => other.Made).ThenBy(other => other.Name, StringComparer.Ordinal).First();
                var expected = now - oldest.Made >= _options.MaxAge
                    ? (oldest.Name, EvictionReason.Age)
                    : (plain.OrderBy(other => other.Used).ThenBy(other => other.Name, StringComparer.Ordinal).First().Name, EvictionReason.Size);
                Assert.Equal(expected, evicted);
                plain.RemoveAll(other => other.Name == evicted.Name);
            }

            Assert.Equal((plain.Count, Bytes(plain)), (ledger.Count, ledger.Bytes));
            Assert.True(ledger.Count <= _options.MaxEntries && ledger.Bytes <= _options.MaxBytes);
        }
    }

    private static long Bytes(IEnumerable<CacheItem> items) => items.SelectMany(item => item.Files).Distinct().Sum(file => file.Length);

    private static List<string> Evict(CacheLedger ledger, DateTimeOffset now)
    {
        var names = new List<string>();
        while (ledger.TryEvict(now) is { } evicted) names.Add(evicted.Name);
        return names;
    }

    private static CacheItem Item(int number, int bytes, DateTimeOffset at) => new(Name(number), [File(number, bytes)], at, at);

    private static ArtifactRef File(int number, int bytes) => new($"{number:x64}", bytes, "x/y");

    private static string Name(int number) => CacheFolder.Key(number);

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);
}
