namespace Hunyuan3D.Hosting;

/// <summary>What is worth a line in the log of this program.</summary>
internal static class QuietLogs
{
    /// <summary>Everything goes to standard error; standard output is for results.</summary>
    public static void AddQuietConsole(this ILoggingBuilder logging, LogLevel own)
    {
        logging.AddSimpleConsole(o =>
        {
            o.SingleLine = true;
            o.TimestampFormat = "HH:mm:ss.fff ";
            o.UseUtcTimestamp = true;
        });
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        logging.AddFilter(null, LogLevel.Warning);
        logging.AddFilter("Hunyuan3D", own);
        // A start that failed is told by the command, in one sentence.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // Repeats what Orleans says of a call that found no silo.
        logging.AddFilter("Polly", LogLevel.None);
        // Recommends server garbage collection on every start, which costs memory that the models need.
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        // Takes the time since the machine's start for a stall when the first check runs.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
    }
}
