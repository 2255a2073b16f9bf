using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>
/// Bounds on a config file, checked event by event before it is made into a tree: size, depth (the tree is built recursively) and no aliases (a few lines of which can stand for
/// billions of values). No checkpoint comes near any of them.
/// </summary>
internal static class ConfigBounds
{
    private const long LargestFile = 1 << 20;
    private const int Deepest = 64;

    /// <exception cref="CheckpointException">The file is missing, too large, too deep, or has aliases.</exception>
    /// <exception cref="YamlException">It is no YAML.</exception>
    public static void Check(string file)
    {
        var info = new FileInfo(file);
        if (!info.Exists)
            throw new CheckpointException($"{file}: there is no such file.");
        if (info.Length > LargestFile)
            throw new CheckpointException($"{file}: has {info.Length} bytes, a config has at most {LargestFile}.");
        using var reader = File.OpenText(file);
        var parser = new Parser(reader);
        for (var depth = 0; parser.MoveNext();)
        {
            if (parser.Current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
                throw new CheckpointException($"{file}: line {parser.Current.Start.Line} has an anchor or alias, which configs do not use.");
            depth += parser.Current?.NestingIncrease ?? 0;
            if (depth > Deepest)
                throw new CheckpointException($"{file}: line {parser.Current?.Start.Line} is nested deeper than {Deepest}.");
        }
    }
}
