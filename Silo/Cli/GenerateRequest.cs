using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;

namespace Hunyuan3D.Hosting.Cli;

/// <summary>What <c>hunyuan3d generate</c> was asked for: everything is checked and read.</summary>
internal sealed record GenerateRequest(PictureFiles Pictures, GenerationSubmission Submission, ModelFormat Format, OutputFile Output)
{
    public OutputFile? Preview { get; init; }

    /// <summary>True: print one JSON object in place of the summary line.</summary>
    public bool Json { get; init; }

    /// <summary>The Redis of the cluster to join; null: a cluster of its own inside this process.</summary>
    public string? Redis { get; init; }

    /// <summary>Of a cluster of its own.</summary>
    public ModelSettings Models { get; init; } = new();
}
