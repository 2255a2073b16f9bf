using Hunyuan3D.Grains.Generation;
using Hunyuan3D.Grains.Hosting;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Tests.Grains.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Hunyuan3D.Tests.Grains.Generation;

/// <summary>The index fails while a job is submitted, and the storage does not: the job exists, whatever its caller was told.</summary>
public sealed class UnlistedJobTests
{
    [Fact]
    public async Task Submit_DurableButNotListed_RunsAndIsListedInTheEnd()
    {
        var index = new BrittleIndex();
        await using var silos = await TestSilos.StartAsync(new TestSilosOptions
        {
            Roles = [SiloRoles.All],
            Script = new StageScript(),
            Configure = silo => silo.Services.AddSingleton<IGenerationIndex>(index),
        });
        var request = await silos.RequestAsync(new GenerationOptions { Engine = "simulated", Texture = false });
        await silos.SubmitAsync(request, "before");
        var before = await silos.Script.NextAsync();

        index.Away = true;
        await Assert.ThrowsAsync<OrleansException>(() => silos.SubmitAsync(request, "unlisted"));
        index.Away = false;
        Assert.Equal(GenerationStatusCode.Queued, (await silos.SubmitAsync(request, "unlisted")).Status);
        before.Complete();
        (await silos.Script.NextAsync()).Complete();

        await silos.WaitAsync("unlisted", GenerationStatusCode.Completed);
        await TestSilos.UntilAsync(() => index.ListAsync(null, GenerationStatusCode.Completed, 0, 10).Result.Contains("unlisted"));
        Assert.Equal(1, index.Adds("unlisted"));
    }

    private sealed class BrittleIndex : IGenerationIndex
    {
        private readonly InMemoryGenerationIndex _index = new();
        private readonly List<string> _added = [];

        public bool Away { get; set; }

        public int Adds(string id)
        {
            lock (_added) return _added.Count(added => added == id);
        }

        public Task AddAsync(GenerationIndexEntry entry)
        {
            if (Away) throw new IOException("The index is away.");
            lock (_added) _added.Add(entry.Id);
            return _index.AddAsync(entry);
        }

        public Task EndAsync(GenerationIndexEntry entry, GenerationStatusCode status) => _index.EndAsync(entry, status);

        public Task RemoveAsync(string id) => _index.RemoveAsync(id);

        public Task<IReadOnlyList<string>> ListAsync(string? user, GenerationStatusCode? status, int skip, int take) => _index.ListAsync(user, status, skip, take);

        public IAsyncEnumerable<IReadOnlyList<string>> ActiveAsync(CancellationToken cancellationToken) => _index.ActiveAsync(cancellationToken);
    }
}
