namespace Minima.Tabular;

/// <summary>The importance of the columns of a table to a saved model, and the shape of their effect.</summary>
/// <param name="Rows">The number of rows used.</param>
/// <param name="Measure">The name of the loss whose mean <see cref="Score"/> is, or of a metric if the loss is unknown.</param>
/// <param name="Score">The mean loss of the model on these rows, or the value of the metric.</param>
/// <param name="Importance">The columns that the predictions depend on, the most important one first.</param>
/// <param name="Unused">The columns that the predictions do not depend on.</param>
/// <param name="Dependence">The mean prediction as a function of each of the most important columns.</param>
public sealed record ModelExplanation(
    int Rows, string Measure, double Score, IReadOnlyList<ColumnImportance> Importance, IReadOnlyList<string> Unused, IReadOnlyList<PartialDependence> Dependence)
{
    /// <summary><see cref="Measure"/> is a metric: the loss is unknown, or the rows lack a column that it takes.</summary>
    public bool IsMetric { get; init; }

    /// <summary>Remarks, a sentence each.</summary>
    public IReadOnlyList<Localized> Notes { get; init; } = [];
}

/// <summary>The importance of a column to the predictions: how much worse they become when its cells are shuffled among the rows (L. Breiman, Random Forests, Machine Learning 45, 2001, section 10).</summary>
/// <remarks>If two columns carry nearly the same information, each may seem unimportant, because the other one still informs the model.</remarks>
/// <param name="Column">Its name.</param>
/// <param name="Rise">The mean rise of the measure over the shuffles, positive if predictions become worse.</param>
/// <param name="Deviation">The standard deviation of the rise over the shuffles.</param>
public sealed record ColumnImportance(string Column, double Rise, double Deviation);

/// <summary>The mean prediction over the rows when one column has the same cell in all of them (J. H. Friedman, Annals of Statistics 29, 2001, section 8.2).</summary>
/// <param name="Column">The column.</param>
/// <param name="Output">The class that the predictions are for, or the target.</param>
/// <param name="Quantity"><c>prediction</c>, <c>probability</c> or <c>score</c>, as <see cref="TablePrediction.Quantity"/>.</param>
/// <param name="Points">For numbers and dates at quantiles of the column, ascending; for texts the most frequent ones.</param>
public sealed record PartialDependence(string Column, string Output, string Quantity, IReadOnlyList<DependencePoint> Points)
{
    /// <summary>The column has an order: it holds numbers, or dates as days.</summary>
    public bool IsOrdered => Points.All(point => point.At is not null);
}

/// <summary>A point of a partial dependence.</summary>
/// <param name="Cell">The cell set in all rows.</param>
/// <param name="At">Its number, for a date the days since 1970-01-01; null for a text.</param>
/// <param name="Prediction">The mean prediction.</param>
public readonly record struct DependencePoint(string Cell, double? At, double Prediction);

/// <summary>Options of an explanation.</summary>
public sealed record ExplainOptions
{
    /// <summary>The number of times that each column is shuffled, 2 or more.</summary>
    public int Shuffles { get; init; } = 10;

    /// <summary>The most rows used; from a larger table a uniform sample is drawn by the seed.</summary>
    public int Rows { get; init; } = 2000;

    /// <summary>The points of a partial dependence, 2 or more.</summary>
    public int Points { get; init; } = 20;

    /// <summary>The number of columns whose partial dependence is computed.</summary>
    public int Columns { get; init; } = 6;

    /// <summary>The seed of the sample and the shuffles; the same seed gives the same result.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>Progress of an explanation.</summary>
/// <param name="Done">The completed predictions of the table.</param>
/// <param name="Total">The most predictions that are needed.</param>
public readonly record struct ExplainProgress(int Done, int Total);
