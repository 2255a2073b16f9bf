using System.Globalization;
using Hunyuan3D.Grains.Interfaces.Generation;
using Hunyuan3D.Hosting.Requests;

namespace Hunyuan3D.Hosting.Keys;

/// <summary>What a new key is to be.</summary>
internal sealed record KeyRequest(string User, KeyRole Role, KeyLimits Limits)
{
    public const string UserField = "user";
    public const string RoleField = "role";
    public const string RequestsPerMinuteField = "requestsPerMinute";
    public const string JobsPerDayField = "jobsPerDay";
    public const string MaxWaitingField = "maxWaiting";
    public const string MaxPriorityField = "maxPriority";

    /// <summary>The largest bound that can be given.</summary>
    public const int Most = 1_000_000;

    /// <summary>What the command line and HTTP may say, by HTTP's names.</summary>
    public static IReadOnlyList<string> Fields { get; } = [UserField, RoleField, RequestsPerMinuteField, JobsPerDayField, MaxWaitingField, MaxPriorityField];

    /// <param name="fields">What was given, by HTTP's names.</param>
    /// <param name="spell">From a field's name to how the caller spelled it.</param>
    /// <exception cref="InputProblemException">Something is missing or has no legal value; all faults are told.</exception>
    public static KeyRequest Read(IReadOnlyDictionary<string, string> fields, Func<string, string> spell)
    {
        var problems = new List<InputProblem>();
        var user = RequestFields.All.Single(f => f.Name == UserField);
        if (!fields.TryGetValue(UserField, out var name))
            problems.Add(new InputProblem(spell(UserField), $"{spell(UserField)} is missing: whose key is it?", user.Expected, "nothing"));
        else if (!user.TryRead(name, out _))
            problems.Add(InputProblem.Value(spell(UserField), user.Expected, name));
        var request = new KeyRequest(name ?? "", Word<KeyRole>(RoleField) ?? KeyRole.User, new KeyLimits
        {
            RequestsPerMinute = Count(RequestsPerMinuteField),
            JobsPerDay = Count(JobsPerDayField),
            MaxWaiting = Count(MaxWaitingField),
            MaxPriority = Word<GenerationPriority>(MaxPriorityField),
        });
        return problems.Count == 0 ? request : throw new InputProblemException(problems);

        int? Count(string field)
        {
            if (!fields.TryGetValue(field, out var text)) return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Most) return count;
            problems.Add(InputProblem.Value(spell(field), string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {Most}"), text));
            return null;
        }

        T? Word<T>(string field)
            where T : struct, Enum
        {
            if (!fields.TryGetValue(field, out var text)) return null;
            string[] words = [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];
            if (words.Contains(text)) return Enum.Parse<T>(text, ignoreCase: true);
            problems.Add(InputProblem.Value(spell(field), $"one of {string.Join(", ", words)}", text));
            return null;
        }
    }
}
