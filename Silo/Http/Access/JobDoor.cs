using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Keys;

namespace Hunyuan3D.Hosting.Http.Access;

/// <summary>Lets jobs in, as many a day as their key may submit. A key without a quota costs nothing here.</summary>
internal sealed partial class JobDoor(IKeyUsage usage, TimeProvider time, ILogger<JobDoor> log)
{
    /// <param name="operation">Idempotency key, so that a repetition is not counted again; null: none.</param>
    /// <param name="submit">Answers null if there is no job.</param>
    /// <exception cref="AccessDeniedException">The quota of the day is used up.</exception>
    public async Task<GenerationStatus?> SubmitAsync(Caller caller, string? operation, Func<Task<GenerationStatus?>> submit, CancellationToken cancellationToken)
    {
        if (caller.Key is not { Limits.JobsPerDay: { } limit } key) return await submit();
        if (operation is not null) operation = Short(operation);
        var taken = await usage.TakeJobAsync(key.Id, limit, operation, cancellationToken);
        if (!taken.Granted) throw Exceeded(key.Id, limit, taken);
        try
        {
            var status = await submit();
            if (status is null) await ReturnAsync(key.Id, taken, operation);
            return status;
        }
        catch (GenerationRejectedException)
        {
            // Of any other failure it is not known whether there is a job now.
            await ReturnAsync(key.Id, taken, operation);
            throw;
        }
    }

    /// <summary>A few of them are kept with the count.</summary>
    private static string Short(string operation) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(operation)).AsSpan(0, 8));

    private AccessDeniedException Exceeded(string keyId, int limit, KeyQuotaReply taken) => new(
        StatusCodes.Status429TooManyRequests,
        AccessDeniedException.QuotaExceeded,
        string.Create(CultureInfo.InvariantCulture, $"Key {keyId} may submit {limit} jobs a day, and {taken.Used} were submitted today. The next day begins at {taken.Resets:yyyy-MM-dd HH:mm} UTC."))
    {
        RetryAfter = taken.Resets - time.GetUtcNow(),
    };

    private async Task ReturnAsync(string keyId, KeyQuotaReply taken, string? operation)
    {
        try
        {
            await usage.ReturnJobAsync(keyId, taken, operation);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException)
        {
            LogNotReturned(e, keyId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A job of key {KeyId} that was refused counts against its quota of today.")]
    private partial void LogNotReturned(Exception exception, string keyId);
}
