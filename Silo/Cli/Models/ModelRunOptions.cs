using System.CommandLine;
using System.Globalization;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>The options of verbs that run models: where they are and how much memory they may hold.</summary>
internal sealed class ModelRunOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    private readonly ModelsFolderOption _folder = new();
    private readonly Option<string?> _idleUnload = new("--idle-unload") { HelpName = "time", Description = "How long weights stay in memory unused, for example 30s, 10m or 2h [default: 10m]." };
    private readonly Option<bool> _lowMemory = new("--low-memory") { Description = "Keep one large network in memory at a time: slower, in less memory." };

    /// <param name="idleUnload">Whether the verb's process outlives a job.</param>
    public void AddTo(Command verb, bool idleUnload)
    {
        verb.Add(_folder);
        verb.Add(_lowMemory);
        if (idleUnload)
            verb.Add(_idleUnload);
    }

    /// <exception cref="InputProblemException">A value cannot be used.</exception>
    public ModelSettings Read(ParseResult parsed) => new()
    {
        Folder = parsed.GetValue(_folder) is { Length: > 0 } folder ? Path.GetFullPath(folder) : null,
        IdleUnload = parsed.GetValue(_idleUnload) is { } text ? ReadTime(text) : null,
        LowMemory = parsed.GetValue(_lowMemory),
    };

    /// <exception cref="InputProblemException">An option of this group was given, and the work is done by other processes.</exception>
    public void RefuseWith(ParseResult parsed, string other)
    {
        var given = parsed.GetValue(_folder) is not null ? _folder.Name : parsed.GetValue(_lowMemory) ? _lowMemory.Name : null;
        if (given is not null)
            throw new InputProblemException(new InputProblem(given, $"{given} and {other} contradict each other: the servers of a running cluster have models and memory of their own. Give it to hunyuan3d serve."));
    }

    private TimeSpan ReadTime(string text)
    {
        var unit = text.Length > 1 ? text[^1] : ' ';
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (seconds > 0 && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count * seconds >= 1 && count * seconds <= Longest.TotalSeconds)
            return TimeSpan.FromSeconds(count * seconds);
        throw new InputProblemException(InputProblem.Value(_idleUnload.Name, "a number with s, m, h or d, 1s to 30d", text));
    }
}
