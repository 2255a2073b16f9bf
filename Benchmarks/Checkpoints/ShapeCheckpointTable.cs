namespace Hunyuan3D.Benchmarks.Checkpoints;

/// <summary>Names and shapes of every tensor of the released shape checkpoints, for making full-size files with random weights.</summary>
internal static class ShapeCheckpointTable
{
    private const int Width = 1024;
    private const int Mlp = 4096;
    private const int Head = 64;
    private const int Context = 1536;
    private const int Channels = 64;

    public static IEnumerable<TensorShape> Denoiser(int depth, int singleDepth, bool guidance)
    {
        foreach (var tensor in Linear("model.latent_in", Width, Channels).Concat(Linear("model.cond_in", Width, Context)))
            yield return tensor;
        foreach (var name in guidance ? new[] { "time_in", "guidance_in" } : ["time_in"])
        {
            foreach (var tensor in Linear($"model.{name}.in_layer", Width, 256).Concat(Linear($"model.{name}.out_layer", Width, Width)))
                yield return tensor;
        }

        for (var i = 0; i < depth; i++)
        {
            foreach (var stream in new[] { "img", "txt" })
            {
                var block = $"model.double_blocks.{i}.{stream}";
                foreach (var tensor in Linear($"{block}_mod.lin", 6 * Width, Width)
                    .Concat(Linear($"{block}_attn.qkv", 3 * Width, Width))
                    .Concat(Linear($"{block}_attn.proj", Width, Width))
                    .Concat(Linear($"{block}_mlp.0", Mlp, Width))
                    .Concat(Linear($"{block}_mlp.2", Width, Mlp)))
                    yield return tensor;
                yield return new TensorShape($"{block}_attn.norm.query_norm.scale", 1, 0.1f, Head);
                yield return new TensorShape($"{block}_attn.norm.key_norm.scale", 1, 0.1f, Head);
            }
        }

        for (var i = 0; i < singleDepth; i++)
        {
            var block = $"model.single_blocks.{i}";
            foreach (var tensor in Linear($"{block}.modulation.lin", 3 * Width, Width)
                .Concat(Linear($"{block}.linear1", 3 * Width + Mlp, Width))
                .Concat(Linear($"{block}.linear2", Width, Width + Mlp)))
                yield return tensor;
            yield return new TensorShape($"{block}.norm.query_norm.scale", 1, 0.1f, Head);
            yield return new TensorShape($"{block}.norm.key_norm.scale", 1, 0.1f, Head);
        }

        foreach (var tensor in Linear("model.final_layer.adaLN_modulation.1", 2 * Width, Width).Concat(Linear("model.final_layer.linear", Channels, Width)))
            yield return tensor;
    }

    /// <param name="prefix"><c>vae.</c> inside a DiT checkpoint, empty in a folder of its own.</param>
    /// <param name="turbo">The smaller geometry decoder made for FlashVDM.</param>
    public static IEnumerable<TensorShape> Vae(string prefix, bool turbo)
    {
        var geo = turbo ? Width / 2 : Width;
        var expand = turbo ? 1 : 4;
        List<IEnumerable<TensorShape>> parts = [Linear($"{prefix}post_kl", Width, Channels)];
        for (var i = 0; i < 16; i++)
        {
            var block = $"{prefix}transformer.resblocks.{i}";
            parts.AddRange([
                Norm($"{block}.ln_1", Width), Norm($"{block}.ln_2", Width),
                [Matrix($"{block}.attn.c_qkv.weight", 3 * Width, Width)], Linear($"{block}.attn.c_proj", Width, Width),
                Norm($"{block}.attn.attention.q_norm", Head), Norm($"{block}.attn.attention.k_norm", Head),
                Linear($"{block}.mlp.c_fc", Mlp, Width), Linear($"{block}.mlp.c_proj", Width, Mlp)]);
        }

        var cross = $"{prefix}geo_decoder.cross_attn_decoder";
        parts.AddRange([
            Linear($"{prefix}geo_decoder.query_proj", geo, 51),
            Norm($"{cross}.ln_1", geo), Norm($"{cross}.ln_2", geo), Norm($"{cross}.ln_3", geo),
            [Matrix($"{cross}.attn.c_q.weight", geo, geo), Matrix($"{cross}.attn.c_kv.weight", 2 * geo, geo)],
            Linear($"{cross}.attn.c_proj", geo, geo),
            Linear($"{cross}.mlp.c_fc", expand * geo, geo), Linear($"{cross}.mlp.c_proj", geo, expand * geo),
            Linear($"{prefix}geo_decoder.output_proj", 1, geo)]);
        if (turbo)
            parts.Add(Linear($"{prefix}geo_decoder.latents_proj", geo, Width));
        else
            parts.AddRange([Norm($"{cross}.attn.attention.q_norm", Head), Norm($"{cross}.attn.attention.k_norm", Head), Norm($"{prefix}geo_decoder.ln_post", geo)]);
        return parts.SelectMany(part => part).Select(tensor => turbo ? BallField.Fix(tensor, prefix) : tensor);
    }

    /// <summary>DINOv2 giant.</summary>
    public static IEnumerable<TensorShape> Encoder()
    {
        const string Prefix = "conditioner.main_image_encoder.model.";
        List<IEnumerable<TensorShape>> parts = [[
            new TensorShape($"{Prefix}embeddings.cls_token", 0, 0.02f, 1, 1, Context),
            new TensorShape($"{Prefix}embeddings.mask_token", 0, 0.02f, 1, Context),
            new TensorShape($"{Prefix}embeddings.position_embeddings", 0, 0.02f, 1, 1370, Context),
            new TensorShape($"{Prefix}embeddings.patch_embeddings.projection.weight", 0, 0.04f, Context, 3, 14, 14),
            new TensorShape($"{Prefix}embeddings.patch_embeddings.projection.bias", 0, 0.02f, Context)]];
        for (var i = 0; i < 40; i++)
        {
            var layer = $"{Prefix}encoder.layer.{i}";
            parts.AddRange([Norm($"{layer}.norm1", Context), Norm($"{layer}.norm2", Context)]);
            foreach (var part in new[] { "attention.attention.query", "attention.attention.key", "attention.attention.value", "attention.output.dense" })
                parts.Add(Linear($"{layer}.{part}", Context, Context));
            parts.AddRange([
                [new TensorShape($"{layer}.layer_scale1.lambda1", 0.1f, 0.02f, Context), new TensorShape($"{layer}.layer_scale2.lambda1", 0.1f, 0.02f, Context)],
                Linear($"{layer}.mlp.weights_in", 8192, Context), Linear($"{layer}.mlp.weights_out", Context, 4096)]);
        }

        parts.Add(Norm($"{Prefix}layernorm", Context));
        return parts.SelectMany(part => part);
    }

    private static TensorShape Matrix(string name, long outputs, long inputs) => new(name, 0, 1 / MathF.Sqrt(inputs), outputs, inputs);

    private static IEnumerable<TensorShape> Linear(string name, long outputs, long inputs) => [Matrix($"{name}.weight", outputs, inputs), new TensorShape($"{name}.bias", 0, 0.02f, outputs)];

    private static IEnumerable<TensorShape> Norm(string name, long size) => [new TensorShape($"{name}.weight", 1, 0.05f, size), new TensorShape($"{name}.bias", 0, 0.02f, size)];
}
