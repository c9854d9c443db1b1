namespace Minima.Tabular;

/// <summary>Derivatives along lines: of a loss as a function of the prediction of a row, or of a row of scores as a function of the position on a line.</summary>
internal interface ISlopeProbe
{
    /// <summary>Rows differ in more than their target.</summary>
    bool HasInputs { get; }

    /// <summary>The targets.</summary>
    double[] Target { get; }

    /// <summary>The derivative at each prediction, with the other inputs of its row.</summary>
    double[] At(IReadOnlyList<double> predictions, IReadOnlyList<int> rows);

    /// <summary>The derivative at several predictions for one row.</summary>
    double[] At(IReadOnlyList<double> predictions, int row) => At(predictions, [.. Enumerable.Repeat(row, predictions.Count)]);
}
