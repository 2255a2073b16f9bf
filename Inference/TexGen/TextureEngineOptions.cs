using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Hunyuan3D.Inference.TexGen;

/// <summary>Section <c>Hunyuan3D:Texture</c>: how the engine <c>hunyuan3d</c> runs its texture models on this machine. The sizes and steps are upstream's; others change the result.</summary>
public sealed class TextureEngineOptions : IValidatableObject
{
    public const string Section = "Hunyuan3D:Texture";

    /// <summary>Tiles of this size are used in low memory, unless <see cref="VaeTile"/> says otherwise.</summary>
    internal const int LowMemoryTile = 256;

    private const int SizeStep = 64;

    /// <summary>
    /// Whether light and shadow are removed from the reference pictures first. Default true, as upstream always does, and a texture then needs the model <c>delight-v2-0</c>. False: the pictures
    /// are used with their light, and highlights end up in the texture.
    /// </summary>
    public bool Delight { get; set; } = true;

    /// <summary>Diffusion steps of light removal, 1 to 1000; default 50.</summary>
    [Range(1, 1000)]
    public int DelightSteps { get; set; } = PaintDefaults.DelightSteps;

    /// <summary>Pixels a side of the views that the network paints, a multiple of 64 from 64 to 1024; default 512, which the models were trained for.</summary>
    [Range(SizeStep, 1024)]
    public int ViewSize { get; set; } = PaintDefaults.ViewSize;

    /// <summary>Pixels a side at which views are rendered and baked, 64 to 4096; default 2048.</summary>
    [Range(SizeStep, 4096)]
    public int RenderSize { get; set; } = PaintDefaults.RenderSize;

    /// <summary>
    /// Pixels a side of the VAE's tiles, a multiple of 64 from 64 to 1024; 0: never in tiles. Tiles need less memory and change the result slightly. Null (default): tiles of 256 in low memory
    /// (<c>Hunyuan3D:Sessions:LowMemory</c>), else none.
    /// </summary>
    [Range(0, 1024)]
    public int? VaeTile { get; set; }

    /// <summary>
    /// A job that is interrupted repeats at most the diffusion steps of this long and the one that ran: its state is saved after the first step that ends so long after the last saving, and
    /// between the parts of the stage. 0 (after every step) to 1 day; default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan CheckpointPeriod { get; set; } = TimeSpan.FromSeconds(10);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ViewSize % SizeStep != 0)
            yield return new ValidationResult($"{nameof(ViewSize)} is {ViewSize}; expected a multiple of {SizeStep}.", [nameof(ViewSize)]);
        if (VaeTile is { } tile && tile % SizeStep != 0)
            yield return new ValidationResult($"{nameof(VaeTile)} is {tile}; expected 0 or a multiple of {SizeStep}.", [nameof(VaeTile)]);
    }

    /// <summary>Pixels a side of the VAE's tiles; 0: whole pictures.</summary>
    internal int Tile(bool lowMemory) => VaeTile ?? (lowMemory ? LowMemoryTile : 0);

    /// <summary>All of it that decides the result, beside models and request; empty for the defaults.</summary>
    internal string Identity(bool lowMemory)
    {
        var text = new List<string>();
        Add(Delight ? DelightSteps : 0, PaintDefaults.DelightSteps, "delight");
        Add(ViewSize, PaintDefaults.ViewSize, "view");
        Add(RenderSize, PaintDefaults.RenderSize, "render");
        Add(Tile(lowMemory), 0, "tile");
        return string.Join('-', text);

        void Add(int value, int usual, string name)
        {
            if (value != usual)
                text.Add(string.Create(CultureInfo.InvariantCulture, $"{name}{value}"));
        }
    }
}
