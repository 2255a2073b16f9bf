using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Hunyuan3D.Benchmarks.Checkpoints;
using Hunyuan3D.Benchmarks.Networks;
using Hunyuan3D.Benchmarks.Quality;
using Hunyuan3D.Benchmarks.Samples;
using Hunyuan3D.Benchmarks.TexGen;

switch (args)
{
    case ["random-checkpoint", var variant, var root]:
        Console.WriteLine(RandomPaintCheckpoint.Knows(variant) ? RandomPaintCheckpoint.Write(variant, root) : RandomCheckpoint.Write(variant, root).ToString());
        break;
    case ["networks", var variant, var root, .. var rest]:
        NetworkBench.Run(variant, root, rest);
        break;
    case ["products", .. var rest]:
        ProductForms.Run(rest);
        break;
    case ["run", var variant, var root, .. var rest]:
        RunBench.Run(variant, root, rest);
        break;
    case ["profile", var variant, var root, .. var rest]:
        NetworkBench.Profile(variant, root, rest);
        break;
    case ["precision", var variant, var root, .. var rest]:
        PrecisionBench.Run(variant, root, rest);
        break;
    case ["samples", .. var folder]:
        SampleCommand.Run(folder);
        break;
    case ["quality", .. var folder]:
        await QualityCommand.RunAsync(folder);
        break;
    case ["unwrap", .. var rest]:
        await UnwrapCommand.RunAsync(rest);
        break;
    default:
        // In this process: the assembly is not named as its project, by which BenchmarkDotNet would look for it. Three iterations after three for warming up.
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, DefaultConfig.Instance.AddJob(job));
        break;
}
