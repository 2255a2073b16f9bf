using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hunyuan3D.Tests.Silo.Http.Official;

/// <summary>
/// The bodies that the official Blender add-on (Hunyuan3D-2, <c>blender_addon.py</c>) posts to <c>/generate</c>: its four cases, with its field names, its order and the
/// defaults of its panel.
/// </summary>
internal static class AddOnRequest
{
    private static readonly string[] Sides = ["image_left", "image_back", "image_right"];

    /// <param name="sides">Pictures of the left, the back and the right, where chosen.</param>
    public static StringContent ImageToModel(byte[] image, bool texture, params byte[][] sides) => Json(
    [
        ("image", Convert.ToBase64String(image)), .. Panel(texture), .. sides.Select((side, i) => (Sides[i], (JsonNode)Convert.ToBase64String(side))),
    ]);

    public static StringContent TextToModel(string prompt) => Json([("text", prompt), .. Panel(texture: false)]);

    public static StringContent TextureMesh(byte[] mesh, byte[] image) => Json(
        [("mesh", Convert.ToBase64String(mesh)), ("image", Convert.ToBase64String(image)), .. Panel(texture: true)]);

    public static StringContent TextureMesh(byte[] mesh, string prompt) => Json([("mesh", Convert.ToBase64String(mesh)), ("text", prompt), .. Panel(texture: true)]);

    /// <summary>Any other body of JSON.</summary>
    public static StringContent Json(params (string Name, JsonNode Value)[] fields)
    {
        var body = new JsonObject();
        foreach (var (name, value) in fields)
            body[name] = value;
        return new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
    }

    private static (string Name, JsonNode Value)[] Panel(bool texture) =>
        [("octree_resolution", 256), ("num_inference_steps", 20), ("guidance_scale", 5.5), ("texture", texture)];
}
