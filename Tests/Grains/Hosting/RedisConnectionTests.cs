using Hunyuan3D.Grains.Hosting;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Hosting;

public sealed class RedisConnectionTests
{
    [Theory]
    [InlineData("127.0.0.1:6379", 10_000, 10_000)]
    [InlineData("127.0.0.1:6379,password=asyncTimeout", 10_000, 10_000)]
    [InlineData("127.0.0.1:6379,asyncTimeout=700", 700, 5000)]
    [InlineData("127.0.0.1:6379, SyncTimeout=900", 900, 900)]
    public void Parse_TimeOuts_AreTheCallersOrGenerousOnes(string connectionString, int asyncTimeout, int syncTimeout)
    {
        var options = RedisConnection.Parse(connectionString);

        Assert.Equal((asyncTimeout, syncTimeout), (options.AsyncTimeout, options.SyncTimeout));
    }
}
