using Minima.Tests.CatalogueRules;
using Minima.Training.Tests.TensorLosses;

namespace Minima.Training.Tests.Formulas;

/// <summary>
/// The LaTeX that a loss on tensors declares is shown on its page and is derived from nothing: here it is read, evaluated on the inputs of the reference, and
/// compared with the terms of the loss.
/// </summary>
public sealed class DeclaredFormulaTests
{
    private const string Folder = "tests/Minima.Training.Tests/Formulas";

    private static readonly Dictionary<string, string> Readings = Lines("readings.txt");

    private static readonly Dictionary<string, string> Unread = Lines("unread.txt");

    public static TheoryData<string> Keys => [.. Entries.Select(entry => entry.Key).Where(key => !Unread.ContainsKey(key))];

    public static TheoryData<string> UnreadKeys => [.. Unread.Keys];

    private static IReadOnlyList<LossEntry> Entries => Minima.Tensors.GeneratedLosses.Module.Entries;

    [SlowTheory]
    [MemberData(nameof(Keys))]
    public void The_declared_formula_is_the_loss(string key)
    {
        var entry = Entries.First(e => e.Key == key);
        var (problems, compared) = Compare(entry, entry.Latex);
        Assert.True(problems.Count == 0, $"{key}: {string.Join('\n', problems.Take(5))}\n{entry.Latex}");
        Assert.True(compared > 0, $"{key}: no number is compared");
    }

    /// <summary>The list may only shrink: a formula that can be evaluated is.</summary>
    [Theory]
    [MemberData(nameof(UnreadKeys))]
    public void What_is_not_evaluated_cannot_be(string key)
    {
        Assert.NotEmpty(Unread[key]);
        var entry = Entries.First(e => e.Key == key);
        Assert.True(Compare(entry, entry.Latex) is ({ Count: > 0 }, _) or (_, 0), $"the formula of {key} is evaluated and agrees: it leaves unread.txt");
    }

    [Fact]
    public void The_lists_name_losses_and_grow_no_longer()
    {
        Assert.Empty(Readings.Keys.Concat(Unread.Keys).Except(Entries.Select(entry => entry.Key), StringComparer.Ordinal));
        Assert.Empty(Readings.Keys.Intersect(Unread.Keys, StringComparer.Ordinal));
        Assert.True(Unread.Count <= 33, $"{Unread.Count} formulas are not evaluated, at most 33 may be");
    }

    /// <summary>The law rejects what is nearly right: a half, a sign, a sum with one term too many, a wrong root.</summary>
    [Theory]
    [InlineData("center_loss", @"\frac{1}{2} ", "")]
    [InlineData("supcon", @"k \ne i", "k")]
    [InlineData("triplet_margin", @"- \delta +", @"+ \delta +")]
    [InlineData("barlow_twins", @"i \ne j", @"i \le j")]
    [InlineData("group_lasso", @"\sqrt{n} ", "n ")]
    [InlineData("cox_breslow", @"t_{j} \ge t_{i}", "t_{j} > t_{i}")]
    [InlineData("deep_coral", "C(t, M)", "C(t, M + 1)")]
    public void A_wrong_formula_is_rejected(string key, string right, string wrong)
    {
        var entry = Entries.First(e => e.Key == key);
        Assert.Contains(right, entry.Latex, StringComparison.Ordinal);
        Assert.NotEmpty(Compare(entry, entry.Latex.Replace(right, wrong, StringComparison.Ordinal)).Problems);
    }

    private static (List<string> Problems, int Compared) Compare(LossEntry entry, string latex)
    {
        var (problems, compared) = (new List<string>(), 0);
        foreach (var row in ReferenceCase.Of(entry.Key).Where(row => row.IsPlain(entry) || row.IsCritic))
        {
            using var step = StepScope.Begin();
            var (loss, inputs) = (row.Loss(entry), row.Inputs(entry, ElementType.Double));

            // Masks and sets of reference are in no formula.
            if (entry.Inputs.Zip(inputs).Any(pair => pair.First.IsOptional && !pair.Second.IsNone && !latex.Contains(pair.First.Name.Replace("_", "\\_", StringComparison.Ordinal), StringComparison.Ordinal))) continue;
            var reading = new FormulaReading(Readings.GetValueOrDefault(entry.Key) ?? (loss.Terms(inputs).IsScalar ? "" : "row"));
            try
            {
                problems.AddRange(reading.Problems(loss, inputs, latex).Select(problem => $"{row}: {problem}"));
            }
            catch (Exception problem) when (problem is FormatException or PlaceException or InvalidOperationException or InvalidCastException)
            {
                problems.Add($"{row}: {problem.Message}");
            }

            compared += reading.Compared;
        }

        return (problems, compared);
    }

    private static Dictionary<string, string> Lines(string file) => File.ReadAllLines(Path.Combine(Repository.Root, Folder, file))
        .Where(line => line.Contains('|', StringComparison.Ordinal) && !line.StartsWith('#'))
        .ToDictionary(line => line.Split('|')[0].Trim(), line => line[(line.IndexOf('|', StringComparison.Ordinal) + 1)..].Trim(), StringComparer.Ordinal);
}
