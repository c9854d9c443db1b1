namespace Minima.Tabular;

/// <summary>The options of a solution: the question, and the changes that checks may make. Everything has a default.</summary>
public sealed record SolveOptions
{
    /// <summary>The question and how it is compared: cost, threshold, functional, folds, seed. Losses named here are compared instead of those that the checks recommend.</summary>
    public ComparisonOptions Comparison { get; init; } = new();

    /// <summary>
    /// The models that are trained with each loss, instead of those of <see cref="Comparison"/>; null for linear models, plus boosted trees if the quick comparison of <see cref="Advice.Trees"/>
    /// finds them better.
    /// </summary>
    public IReadOnlyList<ComparedModel>? Models { get; init; }

    /// <summary>The time for everything, from reading the table to the model. The comparison uses fewer rows, repeats and folds if there are too many for it.</summary>
    public TimeSpan TimeBudget { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Columns that no finding changes.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Assigns equal rows to folds like all others.</summary>
    public bool KeepCopies { get; init; }
}
