namespace Minima.Tabular;

/// <summary>Slopes along lines: of a loss as a function of the prediction of a row, or of a row of scores as a function of the way along a line.</summary>
internal interface ISlopeProbe
{
    /// <summary>Rows differ in more than their target.</summary>
    bool HasInputs { get; }

    /// <summary>The targets.</summary>
    double[] Target { get; }

    /// <summary>The slope at each prediction, with what belongs to the row beside it.</summary>
    double[] At(IReadOnlyList<double> predictions, IReadOnlyList<int> rows);

    /// <summary>The slope at several predictions for one row.</summary>
    double[] At(IReadOnlyList<double> predictions, int row) => At(predictions, [.. Enumerable.Repeat(row, predictions.Count)]);
}
