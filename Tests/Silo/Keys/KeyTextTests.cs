using Hunyuan3D.Hosting.Keys;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Keys;

public sealed class KeyTextTests
{
    [Fact]
    public void New_Keys_AreNamedAndDifferAndFitAHeader()
    {
        var made = Enumerable.Range(0, 1000).Select(_ => KeyText.New()).ToArray();

        Assert.Equal(1000, made.Select(key => key.Id).Distinct().Count());
        Assert.All(made, key =>
        {
            Assert.Equal(key.Id, KeyText.IdOf(key.Key));
            // 256 random bits are 43 digits of 6 bits.
            Assert.Matches("^h3d_[0-9a-f]{12}_[A-Za-z0-9_-]{43}$", key.Key);
            Assert.True(KeyText.IsPlausible(key.Key));
        });
    }

    [Theory]
    [InlineData("")]
    [InlineData("h3d_")]
    [InlineData("h3d_0123456789ab")]
    [InlineData("h3d_../../../../_0000")]
    [InlineData("h3d_0123456789AB_0000")]
    [InlineData("sk-0123456789abcdef0123456789abcdef")]
    public void IdOf_NoKeyOfOurs_IsNull(string text) => Assert.Null(KeyText.IdOf(text));

    [Theory]
    [InlineData("0123456789abcdef0123456789abcde", false)]
    [InlineData("0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789abcdef 0123456789abcdef", false)]
    [InlineData("0123456789abcdef\n0123456789abcdef", false)]
    public void IsPlausible_LengthAndCharacters_Decide(string text, bool plausible) => Assert.Equal(plausible, KeyText.IsPlausible(text));
}
