using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hunyuan3D.Inference.Checkpoints;

/// <summary>
/// A mapping of a checkpoint's <c>config.yaml</c> or <c>config.json</c> (JSON is YAML). Keys that nobody asks for are tolerated, as upstream does;
/// a value that cannot be read is an error that names its path.
/// </summary>
internal sealed class ConfigSection
{
    private const int LargestSize = 1 << 20;
    private const int LongestList = 64;

    private readonly YamlMappingNode _node;

    private ConfigSection(string path, YamlMappingNode node) => (Path, _node) = (path, node);

    /// <summary>File and keys, for messages: <c>config.yaml: vae.params</c>.</summary>
    public string Path { get; }

    /// <exception cref="CheckpointException">The file is missing or no mapping.</exception>
    public static ConfigSection ReadFile(string file)
    {
        try
        {
            ConfigBounds.Check(file);
            using var reader = File.OpenText(file);
            var yaml = new YamlStream();
            yaml.Load(reader);
            return yaml.Documents is [{ RootNode: YamlMappingNode root }]
                ? new ConfigSection($"{file}: ", root)
                : throw new CheckpointException($"{file}: expected one YAML mapping.");
        }
        catch (Exception exception) when (exception is YamlException or IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"{file}: cannot be read: {exception.Message}", exception);
        }
    }

    public bool Has(string key) => Node(key) is not null and not YamlScalarNode { Value: null or "" or "null" or "~" };

    public ConfigSection Section(string key) => Node(key) is YamlMappingNode mapping
        ? new ConfigSection(Join(key), mapping)
        : throw new CheckpointException($"{Join(key)}: expected a mapping.");

    public ConfigSection? SectionOrNull(string key) => Has(key) ? Section(key) : null;

    public string Text(string key) => Has(key) && Node(key) is YamlScalarNode { Value: { } value } ? value : throw new CheckpointException($"{Join(key)}: expected a text.");

    /// <summary>A text, or the <c>content</c> of a mapping: a tokenizer's files have tokens in either form.</summary>
    public string TextOrContent(string key) => Node(key) is YamlMappingNode ? Section(key).Text("content") : Text(key);

    /// <summary>The last component of a Python class path.</summary>
    public string ClassName(string key) => Text(key).Split('.')[^1];

    public int Integer(string key) => Number(key) is var value && value == Math.Truncate(value) && Math.Abs(value) <= int.MaxValue
        ? (int)value
        : throw new CheckpointException($"{Join(key)}: expected a whole number of at most {int.MaxValue}, found '{Text(key)}'.");

    public int Integer(string key, int otherwise) => Has(key) ? Integer(key) : otherwise;

    /// <summary>A count or a width: a whole number from 1 to <paramref name="largest"/>.</summary>
    public int Size(string key, int largest = LargestSize) => Integer(key) is var value && value >= 1 && value <= largest
        ? value
        : throw new CheckpointException($"{Join(key)}: expected a whole number from 1 to {largest}, found '{Text(key)}'.");

    public int SizeOr(string key, int otherwise, int largest = LargestSize) => Has(key) ? Size(key, largest) : otherwise;

    /// <summary>A factor: more than 0, at most a million.</summary>
    public double Factor(string key, double otherwise) => Number(key, otherwise) is > 0 and <= 1e6 and var value
        ? value
        : throw new CheckpointException($"{Join(key)}: expected a number above 0 and at most a million, found '{Text(key)}'.");

    public double Number(string key) => double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
        ? value
        : throw new CheckpointException($"{Join(key)}: expected a number, found '{Text(key)}'.");

    public double Number(string key, double otherwise) => Has(key) ? Number(key) : otherwise;

    public bool Boolean(string key, bool otherwise) => !Has(key)
        ? otherwise
        : bool.TryParse(Text(key), out var value) ? value : throw new CheckpointException($"{Join(key)}: expected true or false, found '{Text(key)}'.");

    /// <summary>Counts or widths, each from 1 to about a million.</summary>
    public IReadOnlyList<int> Sizes(string key) => Node(key) is YamlSequenceNode { Children.Count: <= LongestList } list
        ? list.Children.Select(item => int.TryParse((item as YamlScalarNode)?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value is >= 1 and <= LargestSize
            ? value
            : throw new CheckpointException($"{Join(key)}: expected whole numbers from 1 to {LargestSize}, found '{(item as YamlScalarNode)?.Value ?? "a collection"}'.")).ToList()
        : throw new CheckpointException($"{Join(key)}: expected a list of at most {LongestList} whole numbers.");

    public IReadOnlyList<string> Texts(string key) => Node(key) is YamlSequenceNode list
        ? list.Children.Select(item => (item as YamlScalarNode)?.Value ?? throw new CheckpointException($"{Join(key)}: expected a list of texts.")).ToList()
        : throw new CheckpointException($"{Join(key)}: expected a list of texts.");

    private YamlNode? Node(string key) => _node.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    private string Join(string key) => Path.EndsWith(' ') ? Path + key : $"{Path}.{key}";
}
