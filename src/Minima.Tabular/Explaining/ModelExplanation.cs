namespace Minima.Tabular;

/// <summary>The importance of the columns of a table to a saved model, and the shape of their effect.</summary>
/// <param name="Rows">The rows that were looked at.</param>
/// <param name="Measure">The name of the loss that <see cref="Score"/> is the mean of, or of a metric where the loss is unknown.</param>
/// <param name="Score">The mean loss of the model on these rows; of a metric its value.</param>
/// <param name="Importance">The columns that the predictions depend on, the most important one first.</param>
/// <param name="Unused">The columns that the predictions do not depend on.</param>
/// <param name="Dependence">How the mean prediction moves with the most important columns.</param>
public sealed record ModelExplanation(
    int Rows, string Measure, double Score, IReadOnlyList<ColumnImportance> Importance, IReadOnlyList<string> Unused, IReadOnlyList<PartialDependence> Dependence)
{
    /// <summary><see cref="Measure"/> is a metric: the loss is unknown, or the rows lack a column that it takes.</summary>
    public bool IsMetric { get; init; }

    /// <summary>Remarks, a sentence each.</summary>
    public IReadOnlyList<Localized> Notes { get; init; } = [];
}

/// <summary>The worth of a column to the predictions: how much worse they become when its cells are shuffled among the rows (L. Breiman, Random Forests, Machine Learning 45, 2001, section 10).</summary>
/// <remarks>Where two columns say nearly the same, each may seem to be worth little: the other one still tells the model.</remarks>
/// <param name="Column">Its name.</param>
/// <param name="Rise">The mean rise of the measure over the shuffles, positive where predictions become worse.</param>
/// <param name="Deviation">The standard deviation of the rise over the shuffles.</param>
public sealed record ColumnImportance(string Column, double Rise, double Deviation);

/// <summary>The mean prediction over the rows, as one column has the same cell in all of them (J. H. Friedman, Annals of Statistics 29, 2001, section 8.2).</summary>
/// <param name="Column">The column.</param>
/// <param name="Output">The class that the predictions are for, or the target.</param>
/// <param name="Quantity"><c>prediction</c>, <c>probability</c> or <c>score</c>, as <see cref="TablePrediction.Quantity"/>.</param>
/// <param name="Points">Of numbers and dates at quantiles of the column, ascending; of texts the most frequent ones.</param>
public sealed record PartialDependence(string Column, string Output, string Quantity, IReadOnlyList<DependencePoint> Points)
{
    /// <summary>The column has an order: it holds numbers, or dates as days.</summary>
    public bool IsOrdered => Points.All(point => point.At is not null);
}

/// <summary>A point of a partial dependence.</summary>
/// <param name="Cell">The cell that all rows had.</param>
/// <param name="At">Its number, of a date the days since 1970-01-01; null for a text.</param>
/// <param name="Prediction">The mean prediction.</param>
public readonly record struct DependencePoint(string Cell, double? At, double Prediction);

/// <summary>Options of an explanation.</summary>
public sealed record ExplainOptions
{
    /// <summary>The number of times that each column is shuffled, 2 or more.</summary>
    public int Shuffles { get; init; } = 10;

    /// <summary>The most rows that are looked at; more are drawn evenly by the seed.</summary>
    public int Rows { get; init; } = 2000;

    /// <summary>The points of a partial dependence, 2 or more.</summary>
    public int Points { get; init; } = 20;

    /// <summary>The number of columns whose partial dependence is computed.</summary>
    public int Columns { get; init; } = 6;

    /// <summary>The same seed draws and shuffles the same.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>Progress of an explanation.</summary>
/// <param name="Done">Predictions of the table that are done.</param>
/// <param name="Total">Predictions that are needed at most.</param>
public readonly record struct ExplainProgress(int Done, int Total);
