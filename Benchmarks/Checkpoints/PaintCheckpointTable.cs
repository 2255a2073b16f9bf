namespace Hunyuan3D.Benchmarks.Checkpoints;

/// <summary>Names and shapes of every tensor of the released texture checkpoints (Stable Diffusion 2.1's layout), for making full-size files with random weights.</summary>
internal static class PaintCheckpointTable
{
    private const int Text = 1024;
    private const int Embedding = 1280;

    private static readonly int[] UnetWidths = [320, 640, 1280, 1280];
    private static readonly int[] VaeWidths = [128, 256, 512, 512];
    private static readonly string[] Projections = ["to_q", "to_k", "to_v", "to_out.0"];
    private static readonly string[] TextProjections = ["q_proj", "k_proj", "v_proj", "out_proj"];
    private static readonly string[] TransformerNorms = ["norm1", "norm2", "norm3"];

    /// <summary>The multiview network and its dual.</summary>
    public static IEnumerable<TensorShape> Paint() =>
    [
        new TensorShape("unet.learned_text_clip_gen", 0, 1, 1, 77, Text), new TensorShape("unet.learned_text_clip_ref", 0, 1, 1, 77, Text),
        new TensorShape("unet.class_embedding.weight", 0, 0.1f, 49, Embedding),
        .. Unet("unet.", 12, "transformer.", ["attn_multiview", "attn_refview"]),
        .. Unet("unet_dual.", 4, "transformer.", []),
    ];

    public static IEnumerable<TensorShape> Delight() => Unet("", 8, "", []);

    public static IEnumerable<TensorShape> Vae() =>
    [
        .. Convolution("encoder.conv_in", 128, 3), .. VaeDown(), .. VaeMiddle("encoder"), .. Norm("encoder.conv_norm_out", 512), .. Convolution("encoder.conv_out", 8, 512),
        .. Convolution("decoder.conv_in", 512, 4), .. VaeMiddle("decoder"), .. VaeUp(), .. Norm("decoder.conv_norm_out", 128), .. Convolution("decoder.conv_out", 3, 128),
        .. Convolution("quant_conv", 8, 8, 1), .. Convolution("post_quant_conv", 4, 4, 1),
    ];

    /// <summary>OpenCLIP's text tower of Stable Diffusion 2.</summary>
    public static IEnumerable<TensorShape> TextEncoder()
    {
        const string Root = "text_model.";
        List<TensorShape> tensors =
        [
            new TensorShape($"{Root}embeddings.token_embedding.weight", 0, 0.02f, 49408, Text),
            new TensorShape($"{Root}embeddings.position_embedding.weight", 0, 0.02f, 77, Text),
            .. Norm($"{Root}final_layer_norm", Text),
        ];
        for (var i = 0; i < 23; i++)
        {
            var layer = $"{Root}encoder.layers.{i}";
            tensors.AddRange([.. Norm($"{layer}.layer_norm1", Text), .. Norm($"{layer}.layer_norm2", Text), .. Linear($"{layer}.mlp.fc1", 4096, Text), .. Linear($"{layer}.mlp.fc2", Text, 4096)]);
            tensors.AddRange(TextProjections.SelectMany(name => Linear($"{layer}.self_attn.{name}", Text, Text)));
        }

        return tensors;
    }

    private static List<TensorShape> Unet(string prefix, int channels, string level, string[] addedAttentions)
    {
        List<TensorShape> tensors =
        [
            .. Convolution($"{prefix}conv_in", 320, channels),
            .. Linear($"{prefix}time_embedding.linear_1", Embedding, 320), .. Linear($"{prefix}time_embedding.linear_2", Embedding, Embedding),
            .. Norm($"{prefix}conv_norm_out", 320), .. Convolution($"{prefix}conv_out", 4, 320),
        ];
        var (skips, width) = (new Stack<int>([320]), 320);
        for (var i = 0; i < 4; i++)
        {
            var block = $"{prefix}down_blocks.{i}";
            for (var layer = 0; layer < 2; layer++, width = UnetWidths[i], skips.Push(width))
            {
                tensors.AddRange(Resnet($"{block}.resnets.{layer}", UnetWidths[i], width, time: true));
                if (i < 3)
                    tensors.AddRange(Transformer($"{block}.attentions.{layer}", UnetWidths[i], level, addedAttentions));
            }

            if (i == 3)
                break;
            tensors.AddRange(Convolution($"{block}.downsamplers.0.conv", width, width));
            skips.Push(width);
        }

        tensors.AddRange([.. Resnet($"{prefix}mid_block.resnets.0", width, width, true), .. Transformer($"{prefix}mid_block.attentions.0", width, level, addedAttentions), .. Resnet($"{prefix}mid_block.resnets.1", width, width, true)]);
        for (var i = 0; i < 4; i++)
        {
            var (block, outputs) = ($"{prefix}up_blocks.{i}", UnetWidths[3 - i]);
            for (var layer = 0; layer < 3; layer++, width = outputs)
            {
                tensors.AddRange(Resnet($"{block}.resnets.{layer}", outputs, width + skips.Pop(), time: true));
                if (i > 0)
                    tensors.AddRange(Transformer($"{block}.attentions.{layer}", outputs, level, addedAttentions));
            }

            if (i < 3)
                tensors.AddRange(Convolution($"{block}.upsamplers.0.conv", outputs, outputs));
        }

        return tensors;
    }

    private static IEnumerable<TensorShape> Transformer(string name, int width, string level, string[] addedAttentions)
    {
        var block = $"{name}.transformer_blocks.0";
        var plain = $"{block}.{level}";
        return
        [
            .. Norm($"{name}.norm", width), .. Linear($"{name}.proj_in", width, width), .. Linear($"{name}.proj_out", width, width),
            .. TransformerNorms.SelectMany(norm => Norm($"{plain}{norm}", width)),
            .. Attention($"{plain}attn1", width, width), .. Attention($"{plain}attn2", width, Text),
            .. addedAttentions.SelectMany(added => Attention($"{block}.{added}", width, width)),
            .. Linear($"{plain}ff.net.0.proj", 8 * width, width), .. Linear($"{plain}ff.net.2", width, 4 * width),
        ];
    }

    private static IEnumerable<TensorShape> Attention(string name, int width, int context) =>
        [Matrix($"{name}.to_q.weight", width, width), Matrix($"{name}.to_k.weight", width, context), Matrix($"{name}.to_v.weight", width, context), .. Linear($"{name}.to_out.0", width, width)];

    private static List<TensorShape> VaeDown()
    {
        var (tensors, width) = (new List<TensorShape>(), 128);
        for (var i = 0; i < 4; i++)
        {
            for (var layer = 0; layer < 2; layer++, width = VaeWidths[i])
                tensors.AddRange(Resnet($"encoder.down_blocks.{i}.resnets.{layer}", VaeWidths[i], width, time: false));
            if (i < 3)
                tensors.AddRange(Convolution($"encoder.down_blocks.{i}.downsamplers.0.conv", width, width));
        }

        return tensors;
    }

    private static List<TensorShape> VaeUp()
    {
        var (tensors, width) = (new List<TensorShape>(), 512);
        for (var i = 0; i < 4; i++)
        {
            for (var layer = 0; layer < 3; layer++, width = VaeWidths[3 - i])
                tensors.AddRange(Resnet($"decoder.up_blocks.{i}.resnets.{layer}", VaeWidths[3 - i], width, time: false));
            if (i < 3)
                tensors.AddRange(Convolution($"decoder.up_blocks.{i}.upsamplers.0.conv", width, width));
        }

        return tensors;
    }

    private static IEnumerable<TensorShape> VaeMiddle(string half)
    {
        var attention = $"{half}.mid_block.attentions.0";
        return
        [
            .. Resnet($"{half}.mid_block.resnets.0", 512, 512, false), .. Resnet($"{half}.mid_block.resnets.1", 512, 512, false), .. Norm($"{attention}.group_norm", 512),
            .. Projections.SelectMany(name => Linear($"{attention}.{name}", 512, 512)),
        ];
    }

    private static IEnumerable<TensorShape> Resnet(string name, int outputs, int inputs, bool time) =>
    [
        .. Norm($"{name}.norm1", inputs), .. Convolution($"{name}.conv1", outputs, inputs), .. Norm($"{name}.norm2", outputs), .. Convolution($"{name}.conv2", outputs, outputs),
        .. time ? Linear($"{name}.time_emb_proj", outputs, Embedding) : [],
        .. outputs == inputs ? [] : Convolution($"{name}.conv_shortcut", outputs, inputs, 1),
    ];

    private static IEnumerable<TensorShape> Convolution(string name, long outputs, long inputs, long kernel = 3) =>
        [new TensorShape($"{name}.weight", 0, 1 / MathF.Sqrt(inputs * kernel * kernel), outputs, inputs, kernel, kernel), new TensorShape($"{name}.bias", 0, 0.02f, outputs)];

    private static TensorShape Matrix(string name, long outputs, long inputs) => new(name, 0, 1 / MathF.Sqrt(inputs), outputs, inputs);

    private static IEnumerable<TensorShape> Linear(string name, long outputs, long inputs) => [Matrix($"{name}.weight", outputs, inputs), new TensorShape($"{name}.bias", 0, 0.02f, outputs)];

    private static IEnumerable<TensorShape> Norm(string name, long size) => [new TensorShape($"{name}.weight", 1, 0.05f, size), new TensorShape($"{name}.bias", 0, 0.02f, size)];
}
