using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;
using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Generation;

internal sealed partial class GenerationGrain
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Job} of {User} submitted: engine {Engine}, priority {Priority}.")]
    private partial void LogSubmitted(string job, string user, string engine, GenerationPriority priority);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Job} ended {Status} after {Seconds:F3} s (from cache: {FromCache}).")]
    private partial void LogEnded(string job, GenerationStatusCode status, double seconds, bool fromCache);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Job} holds lease {Lease} on silo {Silo} for its {Stage} stage.")]
    private partial void LogGranted(string job, Guid lease, string silo, GenerationStage stage);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Job {Job} took the result of its {Stage} stage from lease {Lease}.")]
    private partial void LogStageTaken(string job, GenerationStage stage, Guid lease);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} lost its lease {Lease} on silo {Silo}: {Reason}.")]
    private partial void LogLeaseLost(string job, Guid lease, string silo, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The {Stage} stage of job {Job} failed ({Code}): {Reason} The job is now {Status}.")]
    private partial void LogStageFailed(string job, GenerationStage stage, GenerationFailureCode code, string reason, GenerationStatusCode status);

    [LoggerMessage(Level = LogLevel.Information, Message = "Slot {Slot} of silo {Silo} did not take job {Job}: {Answer}.")]
    private partial void LogSlotRefused(string job, string silo, int slot, StageStart answer);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slot {Slot} of silo {Silo} could not be reached for job {Job}; the job waits for another.")]
    private partial void LogSlotAway(Exception exception, string job, string silo, int slot);

    [LoggerMessage(Level = LogLevel.Information, Message = "Silo {Silo} could not be told to stop job {Job}; its next report will tell it.")]
    private partial void LogStopFailed(Exception exception, string job, string silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Upkeep of job {Job} failed and will be repeated.")]
    private partial void LogUpkeepFailed(Exception exception, string job);
}
