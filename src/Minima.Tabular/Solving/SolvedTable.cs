namespace Minima.Tabular;

/// <summary>The answer for a table: the findings of its checks, the losses that were compared, the answer, the model.</summary>
public sealed record SolvedTable
{
    internal SolvedTable()
    {
    }

    /// <summary>The table as its checks left it, with findings, questions and answers.</summary>
    public required SolvePlan Plan { get; init; }

    /// <summary>The advice whose losses were compared; null where losses were named, or every loss that fits was compared.</summary>
    public Advice? Advice { get; init; }

    /// <summary>The comparison on held-out rows.</summary>
    public required ComparisonResult Comparison { get; init; }

    /// <summary>The loss to train with, fitted on all rows; null where that is of <see cref="Trees"/>, where no model beats the best constant beyond luck, and where <see cref="NoModel"/> says why there is none.</summary>
    public LinearModel? Model { get; init; }

    /// <summary>The trees to take, boosted on all rows, where they won; else null.</summary>
    public BoostedTrees? Trees { get; init; }

    /// <summary>The reason why the loss to train with is no single linear model; empty where it is one.</summary>
    public Localized NoModel { get; init; } = Localized.Nothing;

    /// <summary>The time that everything took.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>The answer in a sentence.</summary>
    public Localized Headline => SolvedWords.Headline(Comparison);

    /// <summary>The figures behind the answer: what is gained, and how sure that is.</summary>
    public Localized Reason => SolvedWords.Reason(Comparison);

    /// <summary>The answer in a paragraph: what to train with, what is gained, how sure that is.</summary>
    public Localized Answer => Headline + new Localized(" ", "") + Reason;

    /// <summary>The way from predictions to decisions: under a cost, with a threshold, or not at all.</summary>
    public Localized Decision => SolvedWords.Decision(this);

    /// <summary>The findings that changed the table, and those that a person should look at.</summary>
    public IEnumerable<TableFinding> Found => Plan.Findings.Where(finding => finding.Check.IsFound);
}
