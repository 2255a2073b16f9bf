using System.Globalization;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Inference;
using Hunyuan3D.Inference.Export;
using Hunyuan3D.Inference.MeshFiles;
using Hunyuan3D.Inference.TexGen.GivenMeshes;

namespace Hunyuan3D.Hosting.Requests;

/// <summary>Refuses mesh files that cannot be textured before anything is stored or queued. It reads the whole file; two at a time, since a mesh of the largest size takes a gigabyte.</summary>
internal static class MeshDoor
{
    private static readonly SemaphoreSlim Reading = new(2);

    private static readonly string Expected = string.Create(
        CultureInfo.InvariantCulture,
        $"a {MeshFileReader.Formats} of 1 to {new GlbLimits().MaxFaces} faces and at most {new GlbLimits().MaxVertices} vertices, at most {RequestLimits.MaxBodyBytes} bytes");

    /// <summary>The mesh of a submission, and the options that only make sense with or without one.</summary>
    /// <param name="spell">From a field's name to how the caller spelled it.</param>
    /// <param name="source">Where the file came from, in messages; null: nothing to add.</param>
    /// <exception cref="InputProblemException">Something cannot be used.</exception>
    public static async Task CheckAsync(GenerationSubmission submission, Func<string, string> spell, string? source, CancellationToken cancellationToken)
    {
        var problems = GenerationRequestValidator.Validate(submission.Options, submission.User, submission.Priority, submission.Mesh is not null);
        if (problems.Count > 0)
            throw new InputProblemException([.. problems.Select(p => InputProblem.Value(spell(p.Field), p.Expected, p.Actual))]);
        if (submission.Mesh is not { } mesh) return;
        await Reading.WaitAsync(cancellationToken);
        try
        {
            await Task.Run(() => PreparedMesh.Check(MeshFileReader.Read(mesh), submission.Options.KeepUvs, FileFields.Mesh, cancellationToken), cancellationToken);
        }
        catch (StageInputException e)
        {
            var field = spell(FileFields.Mesh);
            var where = source is null ? field : $"{field}: {source}";
            throw new InputProblemException(new InputProblem(field, $"{where}: {e.Message}", Expected, string.Create(CultureInfo.InvariantCulture, $"{mesh.Length} bytes")));
        }
        finally
        {
            Reading.Release();
        }
    }
}
