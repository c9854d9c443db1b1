using System.Globalization;
using System.Text;
using Minima.Cli.Evaluate;
using Xunit;

namespace Minima.Cli.Tests.Evaluate;

/// <summary>Every number that a parameter may be, at the ends of its domain and of double: an answer or a refusal, never a loop without end or a fault.</summary>
public sealed class ExtremeParameterTests
{
    private static readonly double[] Extremes = [0, 5e-324, 1e-320, 1e-308, 1e-300, 1e-100, 1e-20, 1 - 1.1e-16, 1, 1 + 2.3e-16, 2 - 2.3e-16, 2, 1e16, 1e17, 1e100, 1e300, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, double.NaN, -5e-324, -1, -1e300];

    public static TheoryData<string> Losses => [.. Catalogue.All.Where(entry => entry.Parameters.Count > 0 && !entry.TakesTensors).Select(entry => entry.Key)];

    [Theory]
    [SlowData(nameof(Losses))]
    public void AnswersAtEveryExtreme(string key)
    {
        var entry = Catalogue.Find(key);
        var lines = new StringBuilder();
        var count = 0;
        foreach (var parameter in entry.Parameters.Where(p => p.Kind is ParameterKind.Number or ParameterKind.OptionalNumber or ParameterKind.NumberOrNumbers or ParameterKind.Numbers))
        {
            var others = string.Concat(entry.Parameters.Where(p => p.IsRequired && p.Name != parameter.Name && p.Example is not null).Select(p => $", \"{p.Name}\": {ParameterInfo.Format(p.Example)}"));
            foreach (var value in Extremes.Select(Text).Append("[]").Append("[1]").Append("[[1]]"))
            {
                lines.Append(CultureInfo.InvariantCulture, $"{{\"loss\": \"{key}\", \"params\": {{\"{parameter.Name}\": {value}{others}}}, \"inputs\": {{").AppendJoin(", ", entry.Inputs.Where(i => i.BoundTo is null && !i.IsOptional).Select(i => $"\"{i.Name}\": {Filled(entry, i)}")).Append("}, \"hessian\": true}\n");
                count++;
            }
        }

        var answers = Ask.Parse(Ask.Bytes(Encoding.UTF8.GetBytes(lines.ToString()), limits: new EvaluateLimits(TimeSpan.FromMinutes(2), 1L << 30)));
        Assert.Equal(count, answers.Length);
        Assert.All(answers, answer => Assert.False(answer.TryGetProperty("error", out var error) && error.GetProperty("code").GetString() is "internal" or "timeout", answer.ToString()));
    }

    /// <summary>log Z has a finite derivative at 0, so that alphas near 0 have its value to rounding; and it is monotone where alpha is the largest.</summary>
    [Theory]
    [InlineData(5e-324)]
    [InlineData(1e-320)]
    [InlineData(1e-300)]
    [InlineData(1e-18)]
    [InlineData(1e-16)]
    public void TheNormaliserOfBarronsDensityIsContinuousAtZero(double alpha)
    {
        double At(double a) => Ask.Value($$"""{"loss": "barron_adaptive", "params": {"alpha": {{a.ToString("R", CultureInfo.InvariantCulture)}}, "scale": 1}, "inputs": {"prediction": [1], "target": [0]} }""").GetProperty("value").GetDouble();
        Assert.Equal(At(0), At(alpha), 1e-13);
    }

    private static string Text(double x) => double.IsFinite(x) ? x.ToString("R", CultureInfo.InvariantCulture) : double.IsNaN(x) ? "\"NaN\"" : x > 0 ? "\"Infinity\"" : "\"-Infinity\"";

    private static string Filled(LossEntry entry, InputInfo input)
    {
        var isLabel = input.Kind is InputKind.Label or InputKind.LabelOrRow;
        var value = isLabel ? "0" : input.Domain.Contains(0.5) ? "0.5" : "1";
        var row = $"[{value}, {value}, {value}]";
        return entry.Row is not null ? isLabel ? "[0]" : $"[{row}]"
            : entry.Sums is not null ? $"[[{row}]]"
            : entry.IsPoint ? row
            : "[[0.1, 0.1, 0.6, 0.7]]";
    }
}
