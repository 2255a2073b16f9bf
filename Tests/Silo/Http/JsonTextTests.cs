using System.Text;
using Hunyuan3D.Hosting.Http;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("""{"a":"b"}""", true)]
    [InlineData("""{"a":"\\ud800"}""", true)]
    [InlineData("""{"a":"\ud83e\udd8a é 🦊"}""", true)]
    [InlineData("""{"a":"\u00e9\n\"\\"}""", true)]
    [InlineData("""{"a":"\ud800"}""", false)]
    [InlineData("""{"a":"\ud800\\udc00"}""", false)]
    [InlineData("""{"a":"\ud800\ud800"}""", false)]
    [InlineData("""{"a":"\\\uDC00"}""", false)]
    [InlineData("""{"\udfff":1}""", false)]
    public void IsText_Escapes_AreWholeCharactersOrNot(string json, bool isText) => Assert.Equal(isText, JsonText.IsText(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void IsText_BytesThatAreNoUtf8_AreNone() => Assert.False(JsonText.IsText([(byte)'"', 0xc1, (byte)'"']));
}
