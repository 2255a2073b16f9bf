using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>A test that needs a real Redis; skipped with the reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute()
    {
        if (RedisProcess.Executable is null)
            Skip = "redis-server is not installed (Debian: apt-get install redis-server).";
    }
}
