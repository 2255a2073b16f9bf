using System.CommandLine;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli;

/// <summary><c>--redis</c>: which cluster.</summary>
internal sealed class RedisOption : Option<string?>
{
    public RedisOption(string description)
        : base("--redis")
    {
        HelpName = "host:port";
        Description = description;
    }

    /// <exception cref="InputProblemException">It is no connection string.</exception>
    public string? Read(ParseResult parsed)
    {
        var text = parsed.GetValue(this);
        return text is null || RedisAddress.IsValid(text)
            ? text
            : throw new InputProblemException(InputProblem.Value(Name, "host:port, optionally with options such as ,password=...", text));
    }
}
