using Xunit;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>Tests of this collection run one after the other on the same cluster.</summary>
[CollectionDefinition(SharedSilos.Name)]
public sealed class SharedSilosDefinition : ICollectionFixture<SharedSilos>;
