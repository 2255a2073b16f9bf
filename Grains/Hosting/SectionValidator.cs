using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;

namespace Hunyuan3D.Grains.Hosting;

/// <summary>Checks options by their attributes and says all problems at once, each with its configuration key, its value and the remedy.</summary>
/// <param name="section">The configuration section that the options are read from.</param>
internal sealed class SectionValidator<TOptions>(string section) : IValidateOptions<TOptions>
    where TOptions : class
{
    public ValidateOptionsResult Validate(string? name, TOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> problems = [];
        foreach (var property in typeof(TOptions).GetProperties())
        {
            if (property.GetIndexParameters().Length > 0) continue;
            var value = property.GetValue(options);
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                var context = new ValidationContext(options) { MemberName = property.Name };
                if (rule.GetValidationResult(value, context) is { } result) problems.Add(Problem(property.Name, value, rule, result));
            }
        }

        if (options is IValidatableObject self) problems.AddRange(self.Validate(new ValidationContext(options)).Select(result => result.ErrorMessage!));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private string Problem(string property, object? value, ValidationAttribute rule, ValidationResult result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{section}:{property} is {value ?? "empty"}; expected {(rule is RangeAttribute range ? $"{range.Minimum} to {range.Maximum}" : result.ErrorMessage)}. Change it, or leave it out to have the default.");
}
