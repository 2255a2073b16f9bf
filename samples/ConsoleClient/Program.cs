using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Generation;

if (args is not [var redis, var picture, var output, .. var engine] || engine.Length > 1)
{
    Console.Error.WriteLine("usage: ConsoleClient REDIS PICTURE MODEL.glb [ENGINE]");
    Console.Error.WriteLine("for example: ConsoleClient 127.0.0.1:6479 robot.png robot.glb relief");
    return 2;
}

// Ctrl+C cancels the job, which reaches the device that runs it.
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stop.Cancel();
};

try
{
    await using var connection = await Hunyuan3DConnection.ConnectAsync(redis, cancellationToken: stop.Token);
    var submission = new GenerationSubmission
    {
        Options = new GenerationOptions { Engine = engine is [var name] ? name : "relief", Faces = 20_000 },
        User = "sample",
    };
    var job = await connection.Client.GenerateAsync(new PictureFiles(await File.ReadAllBytesAsync(picture, stop.Token)), submission, new Display(), stop.Token);
    if (job.Result is not { } result)
    {
        Console.Error.WriteLine($"The job was {job.Status.ToString().ToLowerInvariant()}. {job.Failure?.Message}");
        return 1;
    }

    await using var model = await connection.Client.OpenArtifactAsync(result.Model, stop.Token);
    await using (var file = File.Create(output))
        await model.CopyToAsync(file, stop.Token);
    Console.WriteLine($"{output}: {result.Vertices} vertices, {result.Faces} faces, made by {result.Engine}.");
    return 0;
}
catch (Exception e) when (e is ClusterUnavailableException or GenerationRejectedException or IOException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

/// <summary>Prints a line whenever the job does something else than before. Calls come in order.</summary>
internal sealed class Display : IProgress<GenerationStatus>
{
    private string _last = "";

    public void Report(GenerationStatus value)
    {
        var line = value switch
        {
            { Status: GenerationStatusCode.Queued, QueuePosition: { } position } => $"waiting, number {position}",
            { Progress: { } progress } => $"{progress.Stage.ToString().ToLowerInvariant()}: {progress.Step} ({progress.Fraction:P0})",
            _ => value.Status.ToString().ToLowerInvariant(),
        };
        if (line != _last) Console.WriteLine(line);
        _last = line;
    }
}
