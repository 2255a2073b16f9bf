using System.Collections.Concurrent;
using Orleans.Serialization;
using Orleans.Storage;

namespace Hunyuan3D.Tests.Grains.Cluster;

/// <summary>A grain storage that outlives the silos of a test, as Redis does: serialized, with etags, and able to fail on demand.</summary>
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

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
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
        (grainState.ETag, grainState.RecordExists) = (row.ETag, true);
        return Task.CompletedTask;
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

        public int Writes;

        public int Failures;
    }
}
