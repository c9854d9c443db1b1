using System.Text.RegularExpressions;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.CatalogueRules;

/// <summary>What a loss's file says of the domains of its inputs is what the loss checks: a probability, a logarithm of one, a positive number.</summary>
public sealed partial class DomainDocumentTests
{
    public static TheoryData<string> Keys => [.. Subjects.Entries.Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void What_is_documented_is_checked(string key)
    {
        var entry = Catalogue.Find(key);
        var source = File.ReadAllText(Path.Combine(Repository.Root, "src", "Minima", "Losses", entry.Family.ToString(), entry.Type.Name + ".cs"));
        var paragraph = Documented().Match(source).Groups[1].Value.Replace("\n/// ", " ", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal);
        foreach (var clause in paragraph.Split(';', '.'))
        {
            var match = Clause().Match(clause.Trim());
            if (!match.Success)
            {
                continue;
            }

            var rule = match.Groups["rule"].Value;
            var outside = rule switch { "in [0, 1]" => [-0.1, 1.1], "> 0" or "above 0" => [0.0, -1], ">= 0" => [-0.1], "<= 0" => [0.1], "< 0" => [0.0, 0.1], _ => Array.Empty<double>() };
            foreach (var name in match.Groups["names"].Value.Split([", ", " and "], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                var inputs = Enumerable.Range(0, entry.Inputs.Count).Where(i => entry.Inputs[i].Name == name.TrimEnd('s') || entry.Inputs[i].Name == name || (i == 0 && name == "predictions") || (i == 1 && name == "targets"));
                foreach (var input in inputs.Where(i => entry.Inputs[i].Kind is not InputKind.Label))
                {
                    var domain = entry.CreateExample().DomainOf(input);
                    var isLogarithm = input == 0 && entry.Row?.PredictionRule == RowRule.LogProbabilities;
                    Assert.All(outside, x => Assert.False((isLogarithm ? Domain.AtMost(0) : domain).Contains(x), $"{key}: '{name}' is documented as {rule}, and {x} is accepted ({domain})"));
                }
            }
        }
    }

    [GeneratedRegex(@"<para>Domain: (.*?)</para>", RegexOptions.Singleline)]
    private static partial Regex Documented();

    [GeneratedRegex(@"^(?<names>[a-z_]+(?:(?:, | and )[a-z_]+)*)(?: both)? (?<rule>in \[0, 1\]|> 0|>= 0|<= 0|< 0|above 0)")]
    private static partial Regex Clause();
}
