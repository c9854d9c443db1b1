using System.Globalization;
using Minima.Cli.Compare;
using Minima.Cli.Encodings;
using Minima.Tabular;

namespace Minima.Cli.Solve;

/// <summary>The command line of <c>minima solve</c>.</summary>
/// <param name="Compared">The table, the question and how rows are held out.</param>
internal sealed record SolveRequest(CompareRequest Compared)
{
    /// <summary>Columns that no check may change.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>True if equal rows are split like others.</summary>
    public bool KeepCopies { get; init; }

    /// <summary>The file of the page; null for none.</summary>
    public string? Report { get; init; }

    /// <summary>The file of the model; null for none.</summary>
    public string? Save { get; init; }

    public bool Chinese => Compared.Chinese;

    /// <summary>The options of the library.</summary>
    /// <exception cref="UsageException">A word is not understood.</exception>
    public SolveOptions Options()
    {
        var options = Compared.Options;
        var asked = new SolveOptions
        {
            Keep = Keep,
            KeepCopies = KeepCopies,
            Models = Compared.NamesModels ? options.Models : null,
            Comparison = options with
            {
                TimeBudget = null,
                Losses = LossSpec.Parse(Compared.Losses, Compared.Parameters, SpecUse.Tuning),
                Cost = Compared.Cost is { } cost ? DecisionCost.Parse(cost, Compared.Unit ?? "") : null,
                Threshold = Compared.Threshold is { } rule ? ThresholdRule.Parse(rule) : null,
                Wanted = Compared.Want is { } want ? Wanted.Parse(want) : null,
                Metric = Compared.Judge(),
            },
        };
        return options.TimeBudget is { } budget ? asked with { TimeBudget = budget } : asked;
    }

    /// <summary>The request of <c>minima compare</c> that repeats the comparison of a solution.</summary>
    public CompareRequest AsComparison(SolvedTable solved)
    {
        var (result, advice) = (solved.Comparison, solved.Advice);
        var options = solved.Plan.Options.Comparison;
        var judged = options.Cost is not null || options.Threshold is not null;
        return Compared with
        {
            Losses = Compared.Losses.Count > 0 ? Compared.Losses : [.. result.Options.Losses.Select(loss => loss.ToString())],
            Table = solved.Plan.Table.Options with { Task = solved.Plan.Table.Options.Task ?? result.Options.Task },
            Want = advice is not null && !judged ? result.Wanted.ToString() : Compared.Want,
            Cost = options.Cost?.ToString(),
            Threshold = options.Threshold?.ToString(),
        };
    }

    /// <summary>The table on a command line.</summary>
    private IEnumerable<string> Named => Compared.Source?.Words() ?? [Compared.Path ?? "DATA.csv"];

    /// <summary>The options of <c>predict</c> that read the wanted quantity off a distribution; an interval shows a whole distribution.</summary>
    private static string[] Asked(Wanted wanted) => wanted.ToString().Split('=') switch
    {
        ["interval", var share] => ["--interval", share],
        ["quantiles", var levels] => ["--quantiles", levels],
        ["distribution"] => ["--interval", "90%"],
        _ => [],
    };

    /// <summary>The command lines that repeat each part.</summary>
    public IReadOnlyList<(Localized What, string Line)> Commands(SolvedTable solved, string? model)
    {
        var lines = new List<(Localized, string)>();
        var table = solved.Plan.Table.Options;
        if (solved.Advice is not null && (Compared.Path is not null || Compared.Source is not null) && Compared.Table is { PositiveClass: null, Task: null } && solved.Comparison.Options.Cost is not { IsOfClasses: true })
        {
            List<string> words = ["minima", "advise", .. Named, "--target", solved.Comparison.Data.Target];
            foreach (var column in table.Ignore.Concat(new[] { table.Group, table.Time, table.Baseline }.OfType<string>())) words.AddRange(["--ignore", column]);
            words.AddRange(ReadingOptions.Given());
            if (solved.Plan.Options.Comparison.Wanted is { } wanted) words.AddRange(["--want", wanted.ToString()]);
            if (solved.Plan.Options.Comparison.Cost is { } cost) words.AddRange(["--cost", cost.ToString()]);
            if (solved.Comparison.Options.Seed != 1) words.AddRange(["--seed", solved.Comparison.Options.Seed.ToString(CultureInfo.InvariantCulture)]);
            lines.Add((new("the checks and the losses to compare:", "检查，以及要比较的损失："), string.Join(' ', words.Select(Wording.Shell))));
        }

        lines.Add((
            Compared.Source is not null && solved.Comparison.Options.Rows < solved.Comparison.Data.Rows
                ? new("the comparison, of as many rows, which are drawn anew:", "比较（行数相同，重新抽取）：")
                : new("the comparison:", "比较："),
            AsComparison(solved).Command(solved.Comparison)));
        if (model is not null)
        {
            string[] words = ["minima", "predict", model, .. Named, .. solved is { Model: null or { Targets.Count: 1 }, Comparison.Options.Cost: { IsOfClasses: true } cost } ? new[] { "--cost", cost.ToString() } : [], .. Asked(solved.Comparison.Wanted), .. ReadingOptions.Given(ofModel: true)];
            lines.Add((new("predictions, of this table or of another one:", "预测（本表或新表）："), string.Join(' ', words.Select(Wording.Shell))));
        }

        return lines;
    }
}
