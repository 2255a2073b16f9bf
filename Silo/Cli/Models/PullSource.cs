using Hunyuan3D.Hosting.Requests;
using Hunyuan3D.Inference.Hub;
using Hunyuan3D.Inference.ModelStore;

namespace Hunyuan3D.Hosting.Cli.Models;

/// <summary>What a pull fetches.</summary>
internal abstract record PullSource
{
    /// <summary>The model whose licence has to be accepted; null: none has.</summary>
    public virtual KnownModel? Published => null;

    public abstract Task<PullResult> PullAsync(ModelPuller puller, ModelStore store, LicenceAcceptance? acceptance, PullOptions options, CancellationToken cancellationToken);

    /// <summary>A checkpoint on the hub.</summary>
    internal sealed record Checkpoint(KnownModel Model, string Revision) : PullSource
    {
        public override KnownModel Published => Model;

        public override Task<PullResult> PullAsync(ModelPuller puller, ModelStore store, LicenceAcceptance? acceptance, PullOptions options, CancellationToken cancellationToken) =>
            puller.PullAsync(Model, Revision, acceptance ?? throw new InvalidOperationException("A licence that was not accepted."), options, cancellationToken);
    }

    /// <summary>A matting network at an address.</summary>
    internal sealed record Address(string Name, Uri Uri, ContentHash? Hash) : PullSource
    {
        public override Task<PullResult> PullAsync(ModelPuller puller, ModelStore store, LicenceAcceptance? acceptance, PullOptions options, CancellationToken cancellationToken) =>
            puller.PullMattingAsync(Name, Uri, Hash, options, cancellationToken);
    }

    /// <summary>A matting network on this disk.</summary>
    internal sealed record LocalFile(string Name, string Path, ContentHash? Hash) : PullSource
    {
        public override async Task<PullResult> PullAsync(ModelPuller puller, ModelStore store, LicenceAcceptance? acceptance, PullOptions options, CancellationToken cancellationToken)
        {
            if (Hash is not null && await ContentHash.OfFileAsync(Hash.Kind, Path, cancellationToken) is var actual && actual != Hash)
                throw new InputProblemException(new InputProblem("--file", $"{Path} has {actual}, expected is {Hash}.", Hash.ToString(), actual.ToString()));
            var request = new ModelImportRequest(Path, options.Target) { Name = Name };
            return options.Import
                ? new PullResult(await Task.Run(() => store.Import(request, options.Importing, cancellationToken), cancellationToken), null)
                : new PullResult(null, Path);
        }
    }
}
