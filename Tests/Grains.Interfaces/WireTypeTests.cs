using System.Reflection;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Interfaces;

/// <summary>What is sent and stored keeps its name when code is renamed. Grain methods are the contracts analyzer's business, data are this one's.</summary>
public sealed class WireTypeTests
{
    private static readonly Type[] Types =
    [
        .. new[] { typeof(GenerationRequest).Assembly, typeof(GrainStorageNames).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null),
    ];

    [Fact]
    public void WireTypes_Aliases_ArePresentPrefixedAndUnique()
    {
        Assert.True(Types.Length > 25, $"only {Types.Length} wire types were found");
        var aliases = Types.Select(type => type.GetCustomAttribute<AliasAttribute>()?.Alias ?? $"none on {type}").ToArray();
        Assert.All(aliases, alias => Assert.StartsWith("h3d.", alias, StringComparison.Ordinal));
        Assert.Equal(aliases.Length, aliases.Distinct().Count());
    }

    [Fact]
    public void WireTypes_Ids_AreUniqueWithinEachType()
        => Assert.All(Types, type =>
        {
            var ids = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Select(property => property.GetCustomAttribute<IdAttribute>()?.Id).OfType<uint>().ToArray();
            Assert.Equal(ids.Length, ids.Distinct().Count());
        });
}
