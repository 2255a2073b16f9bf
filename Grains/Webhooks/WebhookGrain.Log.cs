using Microsoft.Extensions.Logging;

namespace Hunyuan3D.Grains.Webhooks;

// URLs are not logged: their path or query may hold a secret of the receiver.
internal sealed partial class WebhookGrain
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "The end of job {Job} was delivered ({Event}, delivery {Delivery}, attempt {Attempt}, status {Status}).")]
    private partial void LogDelivered(string job, string @event, string delivery, int attempt, int? status);

    [LoggerMessage(Level = LogLevel.Information, Message = "Attempt {Attempt} of delivery {Delivery} ({Event} of job {Job}) failed: {Problem} It is repeated at {Next:u}.")]
    private partial void LogPutOff(string job, string @event, string delivery, int attempt, string problem, DateTimeOffset next);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Delivery {Delivery} ({Event} of job {Job}) is given up after attempt {Attempt}: {Problem}")]
    private partial void LogGivenUp(string job, string @event, string delivery, int attempt, string problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A delivery for job {Job} cannot go on now and is taken up again soon.")]
    private partial void LogHindered(Exception exception, string job);
}
