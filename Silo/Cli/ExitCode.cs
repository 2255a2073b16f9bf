namespace Hunyuan3D.Hosting.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Anything that is not the caller's fault, and a cancelled job.</summary>
    public const int Failure = 1;

    /// <summary>The caller's files, options or options' values cannot be used.</summary>
    public const int BadInput = 2;
}
