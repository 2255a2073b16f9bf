using Xunit;

namespace Hunyuan3D.Tests.Silo.Processes;

/// <summary>Tests that start processes run one after another and beside nothing else: they have deadlines, and the machine may have two cores.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneProcessTestAtATime
{
    public const string Name = "Processes";
}
