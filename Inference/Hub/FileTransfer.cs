using System.Buffers;
using System.Collections.Concurrent;
using System.Net;

namespace Hunyuan3D.Inference.Hub;

/// <summary>
/// Fetches one file: ranges over several connections into a partial file, its hash, then the final name. A connection that breaks goes on where it broke; a server
/// without ranges is read in one piece; a content that changes on the way is started over.
/// </summary>
internal sealed class FileTransfer(HubClient client, RemoteFile file, string path, IProgress<TransferProgress>? progress)
{
    private const int BufferBytes = 128 << 10;
    private const int LargestChanges = 3;

    private long _resumed;

    /// <summary>Returns when the file is there, complete and right.</summary>
    /// <exception cref="HubException">It cannot be fetched.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await IsThereAsync(cancellationToken))
        {
            var length = new FileInfo(path).Length;
            progress?.Report(new TransferProgress(file.Name, length, length, TransferPhase.Complete) { Resumed = length });
            return;
        }

        var bytes = file.Bytes ?? await client.RetryAsync(AskSizeAsync, Notice(0, 0), cancellationToken);
        using var part = new PartialFile(path, bytes, client.Options, client.Time);
        _resumed = part.Done;
        Report(part, TransferPhase.Downloading);
        await FetchAsync(part, cancellationToken);
        Report(part, TransferPhase.Verifying);
        await VerifyAsync(part, cancellationToken);
        part.Finish();
        Report(part, TransferPhase.Complete);
    }

    private async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        var there = new FileInfo(path);
        if (!there.Exists || file.Hash is not { } hash || (file.Bytes is { } bytes && bytes != there.Length))
            return false;
        progress?.Report(new TransferProgress(file.Name, there.Length, there.Length, TransferPhase.Verifying) { Resumed = there.Length });
        return await ContentHash.OfFileAsync(hash.Kind, path, cancellationToken) == hash;
    }

    /// <summary>One byte is asked for, and the answer says of how many it is one.</summary>
    private async Task<long> AskSizeAsync(CancellationToken cancellationToken)
    {
        using var guard = client.Guard(cancellationToken);
        using var response = await client.GetAsync(file.Address, (0, 0), file.Name, guard);
        return response.TotalBytes ?? throw new HubException(HubFailure.Protocol, $"{file.Address.Host} does not tell the size of {file.Name}.");
    }

    private async Task FetchAsync(PartialFile part, CancellationToken cancellationToken)
    {
        for (var changes = 0; ; changes++)
        {
            try
            {
                await FetchRangesAsync(part, cancellationToken);
                return;
            }
            catch (RangeIgnoredException)
            {
                await FetchWholeAsync(part, cancellationToken);
                return;
            }
            catch (ContentChangedException e) when (changes < LargestChanges)
            {
                part.Reset(e.Identity);
                _resumed = 0;
                progress?.Report(new TransferProgress(file.Name, 0, part.Bytes, TransferPhase.Downloading) { Notice = $"{file.Name} changed on the server; started over." });
            }
            catch (ContentChangedException e)
            {
                throw new HubException(HubFailure.WrongContent, $"{file.Name} keeps changing on {file.Address.Host}. Run the same command again later.", e);
            }
            finally
            {
                part.Save();
            }
        }
    }

    private async Task FetchRangesAsync(PartialFile part, CancellationToken cancellationToken)
    {
        var pieces = new ConcurrentQueue<(long From, long To)>(part.Missing(client.Options.RangeBytes));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var workers = Enumerable.Range(0, Math.Min(client.Options.Connections, pieces.Count)).Select(_ => WorkAsync()).ToList();
        try
        {
            await Task.WhenAll(workers);
        }
        catch (Exception)
        {
            // The first failure stopped the others, which then only tell that they were stopped.
            cancellationToken.ThrowIfCancellationRequested();
            var failures = workers.Select(worker => worker.Exception?.InnerException).OfType<Exception>().ToList();
            throw failures.Find(e => e is ContentChangedException or RangeIgnoredException) ?? failures.First(e => e is not OperationCanceledException);
        }

        async Task WorkAsync()
        {
            try
            {
                while (pieces.TryDequeue(out var piece))
                    await FetchRangeAsync(part, piece.From, piece.To, stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }
    }

    private async Task FetchRangeAsync(PartialFile part, long from, long to, CancellationToken cancellationToken)
    {
        var budget = client.Budget(Notice(part.Done, part.Bytes));
        while (from < to)
        {
            try
            {
                using var guard = client.Guard(cancellationToken);
                using var response = await client.GetAsync(file.Address, (from, to - 1), file.Name, guard);
                Check(part, response, from, to);
                await CopyAsync(response, part, from, to, guard, arrived =>
                {
                    from += arrived;
                    budget.Progressed();
                }, cancellationToken);
            }
            catch (TransientException e)
            {
                await budget.WaitAsync(e, cancellationToken);
            }
        }
    }

    /// <summary>For a server without ranges: every try begins at the first byte, so that one which brought something is no better than another.</summary>
    private async Task FetchWholeAsync(PartialFile part, CancellationToken cancellationToken) => await client.RetryAsync(async token =>
    {
        using var guard = client.Guard(token);
        using var response = await client.GetAsync(file.Address, null, file.Name, guard);
        CheckContent(part, response);
        await CopyAsync(response, part, 0, part.Bytes, guard, _ => { }, token);
        return true;
    }, Notice(part.Done, part.Bytes), cancellationToken);

    private void Check(PartialFile part, HubResponse response, long from, long to)
    {
        if (response.Message.StatusCode == HttpStatusCode.PartialContent)
        {
            if (response.Message.Content.Headers.ContentRange?.From != from)
                throw new HubException(HubFailure.Protocol, $"{file.Address.Host} answers another range of {file.Name} than was asked for.");
        }
        else if (from != 0 || to != part.Bytes)
        {
            throw new RangeIgnoredException();
        }

        CheckContent(part, response);
    }

    /// <summary>Before a byte is written: a sign-in page of some network, answered in the file's place, must not spoil what is there.</summary>
    private void CheckContent(PartialFile part, HubResponse response)
    {
        if (response.TotalBytes != part.Bytes)
        {
            var size = response.TotalBytes is { } total ? $"{total} bytes" : "an unknown number of bytes";
            throw new HubException(HubFailure.WrongContent, $"{file.Name}: {file.Address.Host} gives {size} where {part.Bytes} are expected.");
        }

        if (file.Hash is { Kind: HashKind.Sha256 } hash && ContentHash.TryParse(HashKind.Sha256, response.Identity) is { } other && other != hash)
            throw new HubException(HubFailure.WrongContent, $"{file.Name}: {file.Address.Host} gives {other} where {hash} is expected.");
        if (!part.Accepts(response.Identity))
            throw new ContentChangedException(response.Identity);
    }

    /// <summary>Reads up to <paramref name="to"/>; more than that is not read.</summary>
    /// <exception cref="TransientException">The body ended too soon.</exception>
    private async Task CopyAsync(HubResponse response, PartialFile part, long from, long to, StallGuard guard, Action<int> arrived, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var body = await response.Message.Content.ReadAsStreamAsync(guard.Token);
            while (from < to)
            {
                var read = await ReadAsync(body, buffer.AsMemory(0, (int)Math.Min(buffer.Length, to - from)), guard);
                await part.WriteAsync(from, buffer.AsMemory(0, read), cancellationToken);
                from += read;
                arrived(read);
                Report(part, TransferPhase.Downloading);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task<int> ReadAsync(Stream body, Memory<byte> buffer, StallGuard guard)
    {
        try
        {
            var read = await body.ReadAsync(buffer, guard.Token);
            guard.Progressed();
            return read > 0 ? read : throw new TransientException($"{file.Address.Host} ended {file.Name} too soon.");
        }
        catch (Exception e) when (HubClient.IsTransient(e, guard))
        {
            throw client.Transient(e, file.Address, guard);
        }
    }

    private async Task VerifyAsync(PartialFile part, CancellationToken cancellationToken)
    {
        if (file.Hash is not { } expected)
            return;
        var actual = await part.HashAsync(expected.Kind, cancellationToken);
        if (actual == expected)
            return;
        part.Discard();
        throw new HubException(HubFailure.WrongContent,
            $"{file.Name}: what arrived has {actual}, expected is {expected}. It was removed; run the same command again, or with another HF_ENDPOINT.");
    }

    private void Report(PartialFile part, TransferPhase phase) =>
        progress?.Report(new TransferProgress(file.Name, part.Done, part.Bytes, phase) { Resumed = _resumed });

    private Action<string> Notice(long done, long total) => text =>
        progress?.Report(new TransferProgress(file.Name, done, total, TransferPhase.Downloading) { Resumed = _resumed, Notice = text });
}
