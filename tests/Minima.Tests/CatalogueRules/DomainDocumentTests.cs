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
                    Assert.All(outside, x => Assert.False(domain.Contains(x), $"{key}: '{name}' is documented as {rule}, and {x} is accepted ({domain})"));
                }
            }
        }
    }

    /// <summary>Logarithms of probabilities above 0 are refused, by the place of the first one and with what to do.</summary>
    [Theory]
    [InlineData("kl_div")]
    [InlineData("nll")]
    public void A_probability_above_1_is_refused(string key)
    {
        var loss = Loss.Create(key);
        var labels = loss.Entry.Inputs[1].Kind == InputKind.Label;
        var error = Assert.Throws<LossException>(() => loss.Evaluate(new LossBatch<double> { Prediction = [-0.1, 0.7], Labels = labels ? [0] : [], Target = labels ? [] : [0.5, 0.5], Classes = 2 }));
        Assert.Equal(LossError.Domain, error.Error);
        Assert.Contains($"{key}: 'prediction' at index 1 is 0.7; it must be <= 0.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Take their logarithm first", error.Message, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"<para>Domain: (.*?)</para>", RegexOptions.Singleline)]
    private static partial Regex Documented();

    [GeneratedRegex(@"^(?<names>[a-z_]+(?:(?:, | and )[a-z_]+)*)(?: both)? (?<rule>in \[0, 1\]|> 0|>= 0|<= 0|< 0|above 0)")]
    private static partial Regex Clause();
}
