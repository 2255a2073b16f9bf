using System.Net.Sockets;
using Hunyuan3D.Client;
using Hunyuan3D.Grains.Interfaces.Webhooks;
using Hunyuan3D.Grains.Webhooks;
using Hunyuan3D.Hosting.Outbound;
using Hunyuan3D.Hosting.Requests;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Hosting.Webhooks;

/// <summary>Refuses callbacks that could not be delivered before anything is stored or queued. Each delivery checks again, since names change.</summary>
internal sealed class CallbackDoor(IOptions<WebhookOptions> options, IOutboundNetwork network, TimeProvider time)
{
    private readonly OutboundGuard _guard = new(options.Value.AllowHttp, options.Value.AllowedNetworks, network);

    /// <exception cref="InputProblemException">The submission's URL may not be called.</exception>
    public async Task CheckAsync(GenerationSubmission submission, CancellationToken cancellationToken)
    {
        if (submission.CallbackUrl is not { } url)
            return;
        using var limit = new CancellationTokenSource(options.Value.Timeout, time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await _guard.ResolveAsync(_guard.Parse(url.AbsoluteUri).IdnHost, ending.Token);
        }
        catch (OutboundRefusedException e)
        {
            throw Problem(e.Message, e.Actual);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw Problem("its host has no public address.", url.IdnHost);
        }
    }

    private InputProblemException Problem(string what, string actual) => new(new InputProblem(
        CallbackUrl.Field, $"{CallbackUrl.Field}: {what}", $"{(options.Value.AllowHttp ? "an https or http" : "an https")} URL on the public Internet", InputProblem.Shorten(actual)));
}
