using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Keys;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Keys;

public sealed class KeyRingTests : IDisposable
{
    private const string Configured = "h3d_fedcba9876543210fedcba9876543210";

    private readonly TemporaryFolder _data = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly KeyFolder _folder;

    public KeyRingTests() => _folder = new KeyFolder(_data.File("keys"), _time);

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Find_KeyOfTheFolder_IsFoundByItsWholeText()
    {
        var limits = new KeyLimits { RequestsPerMinute = 60, JobsPerDay = 5, MaxWaiting = 2, MaxPriority = GenerationPriority.Batch };
        var (kept, key) = _folder.Create(new KeyRequest("anna", KeyRole.User, limits));
        var ring = Ring();

        Assert.Equal(kept, ring.Find(key));
        Assert.Equal(limits, ring.Find(key)!.Limits);
        Assert.Null(ring.Find(key[..^1]));
        Assert.Null(ring.Find(key[..^1] + (key[^1] == 'A' ? 'B' : 'A')));
        Assert.Null(ring.Find(key + "x"));
        Assert.Null(ring.Find(kept.Hash));
        Assert.Null(ring.Find(""));
    }

    [Fact]
    public void Create_Folder_HoldsHashesForTheOwnersEyesOnly()
    {
        var (kept, key) = _folder.Create(new KeyRequest("anna", KeyRole.Admin, new KeyLimits()));
        var file = Assert.Single(Directory.GetFiles(_folder.Path));

        Assert.DoesNotContain(key[^43..], File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains(kept.Hash, File.ReadAllText(file), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.Path));
        }
    }

    [Fact]
    public void Find_KeyMadeAndRevokedElsewhere_CountsWithinTwoSeconds()
    {
        var ring = Ring();
        Assert.True(ring.IsOpen);
        var (kept, key) = new KeyFolder(_folder.Path, _time).Create(new KeyRequest("anna", KeyRole.User, new KeyLimits()));
        _time.Advance(KeyRing.Freshness);
        Assert.NotNull(ring.Find(key));
        Assert.Equal(1, ring.Count);

        new KeyFolder(_folder.Path, _time).Revoke(kept.Id);
        _time.Advance(KeyRing.Freshness);
        Assert.Null(ring.Find(key));
        Assert.Equal(0, ring.Count);
    }

    [Fact]
    public void IsOpen_WhenTheLastKeyIsRevoked_StaysClosed()
    {
        var (kept, _) = _folder.Create(new KeyRequest("anna", KeyRole.Admin, new KeyLimits()));
        _folder.Revoke(kept.Id);

        Assert.False(Ring().IsOpen);
        Assert.False(Ring(insecure: true, isPublic: true).IsOpen);
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void IsOpen_WithoutKeys_DependsOnWhoReachesTheServer(bool isPublic, bool insecure, bool open) => Assert.Equal(open, Ring(isPublic, insecure).IsOpen);

    [Fact]
    public void Revoke_UnknownOrHostileId_IsNull()
    {
        Assert.Null(_folder.Revoke("0123456789ab"));
        Assert.Null(_folder.Revoke("../secret"));
        Assert.Null(_folder.Revoke(""));
    }

    [Fact]
    public void Find_BesideABrokenFile_GoesOn()
    {
        var (_, key) = _folder.Create(new KeyRequest("anna", KeyRole.User, new KeyLimits()));
        File.WriteAllText(Path.Combine(_folder.Path, "0123456789ab.json"), "{ \"id\": ");
        File.WriteAllText(Path.Combine(_folder.Path, "ba9876543210.json"), """{"id":"ba9876543210","hash":"","user":"eve","role":"Admin","created":"2026-01-01T00:00:00Z"}""");

        Assert.NotNull(Ring().Find(key));
        Assert.Equal(1, Ring().Count);
        Assert.Throws<KeyFileException>(() => _folder.List());
    }

    [Fact]
    public void Find_ConfiguredKeys_AreAdministrators()
    {
        var file = _data.File("admin-key");
        File.WriteAllText(file, "h3d_00000000000000000000000000000000\n");
        var ring = Ring(options: new KeysOptions { Admin = Configured, AdminFile = file });

        Assert.False(ring.IsOpen);
        Assert.Equal(2, ring.Count);
        Assert.Equal(KeyRole.Admin, ring.Find(Configured)!.Role);
        Assert.Equal(KeyRole.Admin, ring.Find("h3d_00000000000000000000000000000000")!.Role);
        Assert.Null(ring.Find("h3d_00000000000000000000000000000001"));

        // A secret that is mounted anew.
        File.WriteAllText(file, "h3d_11111111111111111111111111111111111");
        _time.Advance(KeyRing.Freshness);
        Assert.Null(ring.Find("h3d_00000000000000000000000000000000"));
        Assert.NotNull(ring.Find("h3d_11111111111111111111111111111111111"));
    }

    [Fact]
    public void Options_ShortKeyOrMissingFile_AreRefusedWithoutTellingTheKey()
    {
        var options = new KeysOptions { Admin = "hunter2", AdminFile = _data.File("nowhere") };
        var problems = options.Validate(new(options)).Select(problem => problem.ErrorMessage!).ToArray();

        Assert.Equal(2, problems.Length);
        Assert.DoesNotContain("hunter2", problems[0], StringComparison.Ordinal);
        Assert.Contains("openssl rand -hex 32", problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Find_Use_IsNotedToTheMinute()
    {
        var (kept, key) = _folder.Create(new KeyRequest("anna", KeyRole.User, new KeyLimits()));
        Assert.Null(_folder.LastUsed(kept.Id));

        var ring = Ring();
        ring.Find(key);
        var first = _time.GetUtcNow();
        Assert.Equal(first, _folder.LastUsed(kept.Id));

        _time.Advance(TimeSpan.FromSeconds(59));
        ring.Find(key);
        Assert.Equal(first, _folder.LastUsed(kept.Id));
        _time.Advance(TimeSpan.FromSeconds(1));
        ring.Find(key);
        Assert.Equal(_time.GetUtcNow(), _folder.LastUsed(kept.Id));
    }

    [Fact]
    public void Seal_Session_OpensForItsTimeAndTellsNothing()
    {
        var (_, key) = _folder.Create(new KeyRequest("anna", KeyRole.User, new KeyLimits()));
        var cookie = new SessionSeal(Ring(), _time).Seal(key, TimeSpan.FromHours(1));
        // Another gateway with the same folder.
        var other = new SessionSeal(Ring(), _time);

        Assert.DoesNotContain(key[^20..], cookie, StringComparison.Ordinal);
        Assert.Equal(key, other.Open(cookie));
        Assert.Null(other.Open(cookie[..^2]));
        Assert.Null(other.Open((cookie[0] == 'A' ? 'B' : 'A') + cookie[1..]));
        Assert.Null(other.Open("not base64!"));
        Assert.Null(other.Open(""));
        Assert.Null(new SessionSeal(new KeyRing(new KeyRingSettings(null), Options.Create(new KeysOptions()), _time, NullLogger<KeyRing>.Instance), _time).Open(cookie));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(other.Open(cookie));
    }

    private KeyRing Ring(bool isPublic = false, bool insecure = false, KeysOptions? options = null) =>
        new(new KeyRingSettings(_folder.Path, isPublic, insecure), Options.Create(options ?? new KeysOptions()), _time, NullLogger<KeyRing>.Instance);
}
