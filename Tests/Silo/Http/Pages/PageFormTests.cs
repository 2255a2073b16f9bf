using System.Globalization;
using System.Text.RegularExpressions;
using Hunyuan3D.Hosting.Requests;
using Xunit;

namespace Hunyuan3D.Tests.Silo.Http.Pages;

/// <summary>The form's bounds, choices and defaults are the API's.</summary>
public sealed partial class PageFormTests(HttpServer server) : IClassFixture<HttpServer>
{
    private static readonly string[] NotInTheForm = ["engine", "user", "deadline", "keepUvs"];

    public static TheoryData<string> Fields => [.. RequestFields.All.Select(entry => entry.Name).Except(NotInTheForm)];

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task Field_InTheForm_SaysWhatTheApiSays(string name)
    {
        var field = RequestFields.All.Single(field => field.Name == name);
        var html = await FormAsync();
        var input = Regex.Match(html, $"<(?<tag>input|select) [^>]*name=\"{name}\"[^>]*>");
        Assert.True(input.Success, $"The form has no {name}.");

        if (input.Groups["tag"].Value == "select")
        {
            if (field.Choices is null && field.Kind == FieldKind.Text)
                return; // models: the cluster says which there are
            var options = Option().Matches(html[input.Index..html.IndexOf("</select>", input.Index, StringComparison.Ordinal)]);
            Assert.All(options, option => Assert.True(field.TryRead(option.Groups["value"].Value, out _), option.Value));
            Assert.Equal($"{field.Default}", options.Single(option => option.Value.Contains(" selected", StringComparison.Ordinal)).Groups["value"].Value);
        }
        else if (field.Kind == FieldKind.Boolean)
        {
            Assert.Equal(field.Default is true, input.Value.Contains(" checked", StringComparison.Ordinal));
        }
        else
        {
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"min=\"{field.Minimum:F0}\" max=\"{field.Maximum:F0}\""), input.Value, StringComparison.Ordinal);
            Assert.Contains($"placeholder=\"{field.Default ?? "by model"}\"", input.Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pictures_InTheForm_AreTheApisFields()
    {
        var html = await FormAsync();

        Assert.Equal(FileFields.Pictures, Picture().Matches(html).Select(match => match.Groups[1].Value));
    }

    private async Task<string> FormAsync()
    {
        var html = await server.Http.GetStringAsync("/");
        var start = html.IndexOf("<form id=\"maker-form\"", StringComparison.Ordinal);
        return html[start..html.IndexOf("</form>", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("<option value=\"(?<value>[^\"]*)\"[^>]*>")]
    private static partial Regex Option();

    [GeneratedRegex("data-picture=\"([a-z]+)\"")]
    private static partial Regex Picture();
}
