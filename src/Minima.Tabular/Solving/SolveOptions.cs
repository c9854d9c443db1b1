namespace Minima.Tabular;

/// <summary>The question that is asked of a table, and the changes that its checks may make. Everything has a default.</summary>
public sealed record SolveOptions
{
    /// <summary>The question and how it is compared: cost, threshold, what is wanted, folds, seed. Losses that are named here are compared in place of those that the checks speak for.</summary>
    public ComparisonOptions Comparison { get; init; } = new();

    /// <summary>The models that are trained with each loss, in place of those of <see cref="Comparison"/>; null for linear models, with boosted trees beside them where the quick comparison of <see cref="Advice.Trees"/> finds these better.</summary>
    public IReadOnlyList<ComparedModel>? Models { get; init; }

    /// <summary>The time for everything, from reading the table to the model. Rows, repeats and folds of the comparison are fewer where there are too many for it.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Columns that stay what they are, whatever a check finds.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Equal rows are dealt to folds like others.</summary>
    public bool KeepCopies { get; init; }
}
