using Xunit;

namespace Hunyuan3D.Tests.Silo.Web;

/// <summary>The tests of the page share one server and one browser, and run beside nothing else.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneServedPage : ICollectionFixture<ServedPage>
{
    public const string Name = "Web page";
}
