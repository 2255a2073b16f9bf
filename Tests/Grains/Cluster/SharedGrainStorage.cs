using System.Collections.Concurrent;
using Orleans.Serialization;
using Orleans.Storage;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>A grain storage that outlives the silos of a test, as Redis does: serialized, with etags, and able to fail, to be slow and to lose answers on demand.</summary>
internal sealed class SharedGrainStorage(SharedGrainStorage.Contents contents, Serializer serializer) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (contents.Rows.TryGetValue((stateName, grainId), out var row))
            (grainState.State, grainState.ETag, grainState.RecordExists) = (serializer.Deserialize<T>(row.Bytes), row.ETag, true);
        else
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null, false);
        return Task.CompletedTask;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!contents.Held.IsCompleted) Interlocked.Increment(ref contents.Waiting);
        await contents.Held.WaitAsync(TestSilos.Patience);
        if (contents.FailWrites)
        {
            Interlocked.Increment(ref contents.Failures);
            throw new IOException("The test lets writes fail.");
        }

        var key = (stateName, grainId);
        var row = new Row(serializer.SerializeToArray(grainState.State), Guid.NewGuid().ToString("N"));
        var written = grainState.ETag is null
            ? contents.Rows.TryAdd(key, row)
            : contents.Rows.TryGetValue(key, out var old) && old.ETag == grainState.ETag && contents.Rows.TryUpdate(key, row, old);
        if (!written) throw new InconsistentStateException($"{stateName} of {grainId} was written by another activation.");
        Interlocked.Increment(ref contents.Writes);
        if (grainState.ETag is null && Interlocked.Decrement(ref contents.AnswersToLose) >= 0) throw new TimeoutException("The test lets the answer to a write that took effect be lost.");
        (grainState.ETag, grainState.RecordExists) = (row.ETag, true);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        contents.Rows.TryRemove((stateName, grainId), out _);
        (grainState.ETag, grainState.RecordExists) = (null, false);
        return Task.CompletedTask;
    }

    internal sealed record Row(byte[] Bytes, string ETag);

    internal sealed class Contents
    {
        public ConcurrentDictionary<(string, GrainId), Row> Rows { get; } = new();

        public bool FailWrites { get; set; }

        /// <summary>Writes wait for it.</summary>
        public Task Held { get; set; } = Task.CompletedTask;

        public int Waiting;

        /// <summary>That many first writes of a grain take effect and are told to have timed out.</summary>
        public int AnswersToLose;

        public int Writes;

        public int Failures;
    }
}
