using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Grains.Generation;

/// <summary>Whether and when a failed stage runs again. Exponential waits with jitter; caller errors never.</summary>
internal sealed class RetryPolicy(RetryOptions options)
{
    /// <summary>Whether a failure is answered by another try.</summary>
    /// <param name="retries">Retries of the stage so far.</param>
    public bool Allows(GenerationFailure failure, int retries) => failure.Retryable && retries < options.MaxRetries;

    /// <summary>Whether a stage that ended with a defect is tried again, which tells a bad silo from a bad job.</summary>
    /// <param name="defects">Defects of the stage so far.</param>
    public bool AllowsDefect(int defects) => defects < options.MaxDefectRetries;

    /// <summary>Whether a job that lost its silo runs again.</summary>
    /// <param name="losses">Silos lost under the job so far, this one included.</param>
    public bool AllowsLoss(int losses) => losses <= options.MaxSiloLosses;

    /// <summary>The wait before a retry.</summary>
    /// <param name="retry">1 = the first.</param>
    /// <param name="sample">Uniform in 0..1, for the jitter.</param>
    public TimeSpan Delay(int retry, double sample)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(retry, 1);
        var nominal = Math.Min(options.FirstDelay.TotalSeconds * Math.Pow(2, retry - 1), options.MaxDelay.TotalSeconds);
        return TimeSpan.FromSeconds(nominal * (1 + options.Jitter * (2 * sample - 1)));
    }
}
