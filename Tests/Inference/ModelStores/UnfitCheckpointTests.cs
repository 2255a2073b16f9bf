using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Hunyuan3D.Inference.Checkpoints;
using Hunyuan3D.Inference.ModelStore;
using Xunit;

namespace Hunyuan3D.Tests.Inference.ModelStores;

/// <summary>Checkpoints that are sound files and not what their config says: the import names the tensor, what was expected and what is there, and installs nothing.</summary>
public sealed class UnfitCheckpointTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ModelStore _store;
    private readonly string _checkpoint;

    public UnfitCheckpointTests()
    {
        _store = new ModelStore(Path.Combine(_folder.Path, "models"));
        _checkpoint = Checkpoints.Copy(Checkpoints.Mini, Path.Combine(_folder.Path, "hunyuan3d-dit-v2-mini"));
    }

    private string Weights => Path.Combine(_checkpoint, "model.fp16.safetensors");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.double_blocks.0.img_attn.qkv.weight", "[96, 32]")]
    [InlineData("model.final_layer.linear.bias", "[6]")]
    [InlineData("vae.geo_decoder.query_proj.weight", "[36, 51]")]
    [InlineData("conditioner.main_image_encoder.model.encoder.layer.2.norm1.weight", "[24]")]
    public void Import_MissingTensor_NamesItAndItsShape(string tensor, string shape)
    {
        Rewrite(header => header.Remove(tensor));

        Assert.Contains($"tensor '{tensor}' of shape {shape} is missing. Is this the right checkpoint for its config?", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.double_blocks.0.img_attn.qkv.weight", "[32, 96]", "[96, 32]")]
    [InlineData("vae.post_kl.weight", "[6, 36]", "[36, 6]")]
    public void Import_TensorOfAnotherShape_NamesItBothShapes(string tensor, string actual, string expected)
    {
        Rewrite(header => header[tensor]!["shape"] = JsonNode.Parse(actual));

        Assert.Contains($"tensor '{tensor}' has the shape {actual}, expected {expected}.", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.triple_blocks.0.weight")]
    [InlineData("vae.geo_decoder.extra")]
    [InlineData("conditioner.main_image_encoder.model.head.weight")]
    public void Import_TensorTooMany_NamesIt(string tensor)
    {
        Rewrite(header => header[tensor] = new JsonObject { ["dtype"] = "F16", ["shape"] = new JsonArray(0), ["data_offsets"] = new JsonArray(0, 0) });

        Assert.Contains($"1 tensors are not part of this network, the first is {tensor} F16 [0].", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_TensorOfIntegers_NamesIt()
    {
        Rewrite(header => header["model.latent_in.weight"]!["dtype"] = "I16");

        Assert.Contains("model.latent_in.weight I16 [32, 6] is not a floating-point tensor", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_TruncatedDownload_SaysSo()
    {
        using (var file = File.OpenWrite(Weights))
            file.SetLength(file.Length - 100);

        Assert.Contains("is the file truncated?", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Import_AnyValueOfTheConfigReplaced_IsRefusedOrComplete()
    {
        var lines = File.ReadAllLines(Path.Combine(_checkpoint, "config.yaml"));
        var valued = Enumerable.Range(0, lines.Length).Where(i => lines[i].Contains(": ", StringComparison.Ordinal)).ToArray();
        var damage =
            from line in Gen.Elements(valued)
            from value in Gen.Elements("1", "2", "3", "512", "2048", "1048576", "1e-3", "1e6", "true", "false", "null", "0", "x")
            select (line, value);
        Prop.ForAll(damage.ToArbitrary(), given =>
        {
            var changed = (string[])lines.Clone();
            changed[given.line] = changed[given.line][..(changed[given.line].IndexOf(": ", StringComparison.Ordinal) + 2)] + given.value;
            File.WriteAllLines(Path.Combine(_checkpoint, "config.yaml"), changed);
            try
            {
                Assert.NotEmpty(_store.Import(new ModelImportRequest(_checkpoint, StoredModels.Cpu())).Model.Manifest.Files);
            }
            catch (CheckpointException e)
            {
                Assert.Contains(_checkpoint, e.Message, StringComparison.Ordinal);
            }

            Assert.True(Checkpoints.IsClean(_store));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(80));
    }

    private string Refused()
    {
        var message = Assert.Throws<CheckpointException>(() => _store.Import(new ModelImportRequest(_checkpoint, StoredModels.Cpu()))).Message;
        Assert.Contains(Weights, message, StringComparison.Ordinal);
        Assert.Empty(_store.List());
        Assert.True(Checkpoints.IsClean(_store));
        return message;
    }

    /// <summary>Changes the header; the data stays where it is.</summary>
    private void Rewrite(Action<JsonObject> change)
    {
        var bytes = File.ReadAllBytes(Weights);
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var header = JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject();
        change(header);
        var json = Encoding.UTF8.GetBytes(header.ToJsonString());
        var prefix = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.Length);
        File.WriteAllBytes(Weights, [.. prefix, .. json, .. bytes[(8 + length)..]]);
    }
}
