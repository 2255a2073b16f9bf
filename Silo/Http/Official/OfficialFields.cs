using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Http.Official;

/// <summary>The parameters of the official api_server beside its files, their names here and there, and its defaults where they differ.</summary>
internal static class OfficialFields
{
    /// <summary>By the official name.</summary>
    public static IReadOnlyDictionary<string, RequestField> All { get; } = new Dictionary<string, RequestField>
    {
        ["texture"] = Field("texture", false),
        ["seed"] = Field("seed", 1234L),
        ["octree_resolution"] = Field("octreeResolution", 128L),
        ["num_inference_steps"] = Field("steps", 5L),
        ["guidance_scale"] = Field("guidance", 5.0),
        ["face_count"] = Field("faces", 40_000L),
    };

    /// <summary>Picture fields by our name; the last three are those of the Blender add-on.</summary>
    public static IReadOnlyDictionary<string, string> Pictures { get; } = new Dictionary<string, string>
    {
        ["image"] = "image",
        ["image_left"] = "left",
        ["image_back"] = "back",
        ["image_right"] = "right",
    };

    /// <summary>How the official server spells one of our fields.</summary>
    public static string Spell(string field) =>
        All.FirstOrDefault(f => f.Value.Name == field).Key ?? Pictures.FirstOrDefault(f => f.Value == field).Key ?? field;

    private static RequestField Field(string name, object standard) => RequestFields.All.Single(f => f.Name == name) with { Default = standard };
}
