using Hunyuan3D.Client;
using Hunyuan3D.Hosting.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hunyuan3D.Hosting.Http;

internal static partial class NativeApi
{
    private static async Task<JsonHttpResult<NativeDeliveryList>> DeliveriesAsync(string id, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        await FindAsync(id, client, cancellationToken);
        var deliveries = await client.GetDeliveriesAsync(id, cancellationToken) ?? throw NoSuchJob(id);
        return TypedResults.Json(new NativeDeliveryList([.. deliveries.Select(NativeDelivery.From)]), NativeJson.Default.NativeDeliveryList);
    }

    private static async Task<JsonHttpResult<NativeDelivery>> RedeliverAsync(string id, string deliveryId, IHunyuan3DClient client, CancellationToken cancellationToken)
    {
        await FindAsync(id, client, cancellationToken);
        var delivery = (IsId(deliveryId) ? await client.RedeliverAsync(id, deliveryId, cancellationToken) : null) ?? throw new InputProblemException(
            new InputProblem("deliveryId", $"Job {id} has no delivery {InputProblem.Shorten(deliveryId)}.", "the id of a delivery of the job", InputProblem.Shorten(deliveryId)),
            StatusCodes.Status404NotFound);
        return TypedResults.Json(NativeDelivery.From(delivery), NativeJson.Default.NativeDelivery, statusCode: StatusCodes.Status202Accepted);
    }
}
