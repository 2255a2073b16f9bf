using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Http.Access;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Http;

/// <summary>Submits what came by a dialect whose requests do not say which engine is to run, and says which one does.</summary>
internal sealed partial class DialectJobs(IHunyuan3DClient client, JobDoor door, IOptions<DialectOptions> options, ILogger<DialectJobs> log)
{
    /// <summary>Response header: the engine that runs the job.</summary>
    public const string EngineHeader = "X-Hunyuan3D-Engine";

    /// <summary>Response header: the job's id in the native dialect.</summary>
    public const string JobHeader = "X-Hunyuan3D-Job";

    /// <summary>What holds for every job of these dialects before its request is read.</summary>
    public GenerationSubmission Start(Caller caller) => caller.Start(new()
    {
        Options = new() { Engine = options.Value.Engine, Model = options.Value.Model, TextureModel = options.Value.TextureModel },
    });

    /// <exception cref="GenerationRejectedException">Refused; the message says what to change here.</exception>
    public async Task<GenerationStatus> SubmitAsync(string dialect, PictureFiles pictures, GenerationSubmission submission, HttpResponse response, CancellationToken cancellationToken)
    {
        var caller = Caller.Of(response.HttpContext);
        var claimed = caller.Claim(submission);
        response.Headers[EngineHeader] = claimed.Options.Engine;
        try
        {
            var status = (await door.SubmitAsync(caller, operation: null, async () => await client.SubmitAsync(pictures, claimed, cancellationToken), cancellationToken))!;
            response.Headers[JobHeader] = status.Id;
            LogSubmitted(status.Id, dialect, claimed.Options.Engine);
            return status;
        }
        catch (GenerationRejectedException e) when (e.Failure.Code == GenerationFailureCode.ModelNotAvailable)
        {
            throw new GenerationRejectedException(
                e.Failure with { Message = $"{e.Failure.Message} Requests of this kind name no engine; the server's setting {DialectOptions.Section}:Engine does. 'relief' needs no models." }, e.Load);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {JobId} came by the dialect {Dialect} and runs on engine {Engine}.")]
    private partial void LogSubmitted(string jobId, string dialect, string engine);
}
