using System.CommandLine;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli;

/// <summary><c>--redis</c>: which cluster.</summary>
internal sealed class RedisOption : Option<string?>
{
    /// <summary>Where a server looks for it too: what is on a command line, others of the machine see.</summary>
    public const string Variable = "Hunyuan3D__Redis";

    private readonly string? _variable;

    /// <param name="variable">The environment's variable that stands for the option where it is not given; null: none.</param>
    public RedisOption(string description, string? variable = null)
        : base("--redis")
    {
        _variable = variable;
        HelpName = "host:port";
        Description = description;
    }

    /// <exception cref="InputProblemException">It is no connection string.</exception>
    public string? Read(ParseResult parsed)
    {
        var text = parsed.GetValue(this) ?? (_variable is null ? null : Environment.GetEnvironmentVariable(_variable) is { Length: > 0 } set ? set : null);
        // What was given may have a password in it.
        return text is null || RedisAddress.FindProblem(text) is not { } problem
            ? text
            : throw new InputProblemException(new InputProblem(Name, $"{Name} must be {RedisAddress.Expected}. This one has: {problem}", RedisAddress.Expected));
    }
}
