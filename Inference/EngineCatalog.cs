using Hunyuan3D.Inference.ShapeGen;
using Hunyuan3D.Inference.TexGen;

namespace Hunyuan3D.Inference;

/// <summary>The engines that are registered in this process, found by the name callers ask for.</summary>
public sealed class EngineCatalog
{
    private readonly Dictionary<string, IShapeEngine> _shapes;
    private readonly Dictionary<string, ITextureEngine> _textures;

    /// <exception cref="ArgumentException">Two engines of one stage have the same name.</exception>
    public EngineCatalog(IEnumerable<IShapeEngine> shapeEngines, IEnumerable<ITextureEngine> textureEngines)
    {
        _shapes = shapeEngines.ToDictionary(engine => engine.Name, StringComparer.Ordinal);
        _textures = textureEngines.ToDictionary(engine => engine.Name, StringComparer.Ordinal);
    }

    public IReadOnlyCollection<string> ShapeEngines => _shapes.Keys;

    public IReadOnlyCollection<string> TextureEngines => _textures.Keys;

    /// <summary>Null: no such engine here.</summary>
    public IShapeEngine? FindShape(string name) => _shapes.GetValueOrDefault(name);

    /// <summary>Null: no such engine here.</summary>
    public ITextureEngine? FindTexture(string name) => _textures.GetValueOrDefault(name);
}
