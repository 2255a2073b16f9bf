namespace Hunyuan3D.Inference.ModelStore;

/// <summary>The model store cannot do what was asked. The message says what is there, what was expected and what to do.</summary>
public sealed class ModelStoreException : Exception
{
    public ModelStoreException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
