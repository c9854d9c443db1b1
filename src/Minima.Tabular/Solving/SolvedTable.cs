namespace Minima.Tabular;

/// <summary>The answer for a table: the findings of its checks, the compared losses, the answer, the model.</summary>
public sealed record SolvedTable
{
    internal SolvedTable()
    {
    }

    /// <summary>The table after its checks, with findings, questions and answers.</summary>
    public required SolvePlan Plan { get; init; }

    /// <summary>The advice whose losses were compared; null if losses were named, or every loss that fits was compared.</summary>
    public Advice? Advice { get; init; }

    /// <summary>The comparison on held-out rows.</summary>
    public required ComparisonResult Comparison { get; init; }

    /// <summary>
    /// The loss to train with, fitted on all rows. Null if trees won (<see cref="Trees"/>), if no model beats the best constant beyond luck, or for the reason in <see cref="NoModel"/>.
    /// </summary>
    public LinearModel? Model { get; init; }

    /// <summary>The winning trees, boosted on all rows; null if trees did not win.</summary>
    public BoostedTrees? Trees { get; init; }

    /// <summary>The reason why the loss to train with is no single linear model; empty if it is one.</summary>
    public Localized NoModel { get; init; } = Localized.Nothing;

    /// <summary>The total time.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>The answer in a sentence.</summary>
    public Localized Headline => SolvedWords.Headline(Comparison);

    /// <summary>The figures behind the answer: the gain, and its significance.</summary>
    public Localized Reason => SolvedWords.Reason(Comparison);

    /// <summary>The answer in a paragraph: the loss to train with, the gain, and its significance.</summary>
    public Localized Answer => Headline + new Localized(" ", "") + Reason;

    /// <summary>The rule from predictions to decisions: under a cost, with a threshold, or none.</summary>
    public Localized Decision => SolvedWords.Decision(this);

    /// <summary>The findings that changed the table, and those that a person should look at.</summary>
    public IEnumerable<TableFinding> Found => Plan.Findings.Where(finding => finding.Check.IsFound);
}
