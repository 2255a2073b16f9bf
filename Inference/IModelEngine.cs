namespace Hunyuan3D.Inference;

/// <summary>An engine that runs imported models. It is offered while at least one is installed.</summary>
public interface IModelEngine
{
    /// <summary>The models that can run now, the default first. Asked about once a second, from any thread, so it has to be cheap.</summary>
    IReadOnlyList<EngineModel> Models { get; }
}
