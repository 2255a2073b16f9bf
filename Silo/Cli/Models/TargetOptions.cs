using System.CommandLine;
using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Inference.ModelStore;
using Hunyuan3D.Inference.Onnx;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary><c>--target</c> and <c>--precision</c>: for which device graphs are built, and how their weights are stored.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> _device = new("--target") { HelpName = "cpu|cuda", Description = "The device that the graphs are built for [default: cpu]." };
    private readonly Option<string?> _precision = new("--precision")
    {
        HelpName = "fp32|fp16|int8|int4",
        Description = "How weights are stored; fp16 is for cuda only [default: fp32 for cpu, fp16 for cuda].",
    };

    public void AddTo(Command command)
    {
        command.Add(_device);
        command.Add(_precision);
    }

    /// <exception cref="InputProblemException">No such target.</exception>
    public GraphTarget Read(ParseResult parsed)
    {
        var device = Device(parsed) ?? GraphDevice.Cpu;
        var legal = ModelStore.Preference(device);
        var precision = Precision(parsed) ?? legal[0];
        return legal.Contains(precision)
            ? new GraphTarget(device, precision)
            : throw new InputProblemException(InputProblem.Value(_precision.Name, $"{Names(legal)} for {device.ToString().ToLowerInvariant()}", precision.ToString().ToLowerInvariant()));
    }

    /// <summary>Whether a target is meant by what was given; what was not given means all.</summary>
    /// <exception cref="InputProblemException">No such device or precision.</exception>
    public Predicate<GraphTarget> ReadFilter(ParseResult parsed)
    {
        var (device, precision) = (Device(parsed), Precision(parsed));
        return target => (device is null || target.Device == device) && (precision is null || target.Precision == precision);
    }

    private GraphDevice? Device(ParseResult parsed) => Read<GraphDevice>(parsed, _device);

    private GraphPrecision? Precision(ParseResult parsed) => Read<GraphPrecision>(parsed, _precision);

    private static T? Read<T>(ParseResult parsed, Option<string?> option)
        where T : struct, Enum
    {
        if (parsed.GetValue(option) is not { } text)
            return null;
        foreach (var value in Enum.GetValues<T>())
        {
            if (text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase))
                return value;
        }

        throw new InputProblemException(InputProblem.Value(option.Name, $"one of {Names(Enum.GetValues<T>())}", text));
    }

    private static string Names<T>(IEnumerable<T> values) => string.Join(", ", values).ToLowerInvariant();
}
