using Hunyuan3D.Grains.Caching;
using Hunyuan3D.Grains.Interfaces.Caching;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Grains.Interfaces.Gpu;

namespace Hunyuan3D.Grains.Generation;

/// <summary>
/// What the job takes from the result cache and gives to it: one call when it is submitted, one when it ends, and one between its two stages. None of them writes to Redis.
/// </summary>
internal sealed partial class GenerationGrain
{
    private IResultCacheGrain Cache(CacheKey key) => GrainFactory.GetGrain<IResultCacheGrain>(key.Shape);

    // Asked before the job exists, so that the answer is part of the first durable state.
    private async Task<GenerationState> AskCacheAsync(GenerationState state)
    {
        if (state.Cache is not { } key || state.Status != GenerationStatusCode.Queued) return state;
        var answer = await Cache(key).Acquire(new CacheAsk(JobId, state.Request.User, new JobUrgency(state.Priority, state.Schedule), key.Texture, state.Request.Mesh is not null));
        return answer switch
        {
            { Result: { } result } => GenerationPlan.TakeResult(state, result, Now),
            { Shape: { } shape } => await TakeShapeAsync(state, shape),
            _ => GenerationPlan.Join(state, answer.RunBy == JobId ? null : answer.RunBy, answer.JoinsShape),
        };
    }

    /// <summary>A job that was submitted before any silo had said what it runs could not be compared with others; now, with a slot granted, it can.</summary>
    private async Task<GenerationState> AskLateAsync(GenerationState state)
    {
        if (state is not { Cache: null, Started: null, Request.UseCache: true } || !_caching.Enabled) return state;
        try
        {
            return ResultCacheKey.Of(state.Request, await _offers.GetAsync()) is { } key ? await AskCacheAsync(state with { Cache = key }) : state;
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            LogUpkeepFailed(exception, JobId);
            return state;
        }
    }

    private async Task<GenerationState> TakeShapeAsync(GenerationState state, ReusedShape shape)
    {
        if (state.Request.Options.Texture) return GenerationPlan.TakeShape(state, shape);
        return await ReusedModel.FindOrWriteAsync(shape.Product, state.Request, _store) is { } model
            ? GenerationPlan.TakeModel(state, shape, model, Now)
            : GenerationPlan.Join(state, null);
    }

    /// <summary>The job goes on with its texture; others need not wait for that.</summary>
    private async Task ShareShapeAsync(GenerationState state, ShapeProduct shape)
    {
        try
        {
            if (state.Cache is { } key && key.AllowsShape(shape.ModelRevision)) await Cache(key).PublishShape(JobId, state.Request.User, shape);
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            // Those who wait are told at the job's end that they have to run.
            LogUpkeepFailed(exception, JobId);
        }
    }

    /// <summary>Gives what the job made, or lets the next one run. May be repeated.</summary>
    private Task FillCacheAsync(GenerationState state)
    {
        if (state.Cache is not { } key) return Task.CompletedTask;
        return state switch
        {
            { Result.FromCache: true } => Task.CompletedTask,
            { Result: { } result } when !key.Allows(result) => Cache(key).Abandon(JobId),
            { Result: { } result } when key.Texture is { } texture => Cache(key).Publish(JobId, state.Request.User, texture, result),
            { Result: not null, Shape: { } shape } => Cache(key).PublishShape(JobId, state.Request.User, shape),
            _ => Cache(key).Abandon(JobId),
        };
    }
}
