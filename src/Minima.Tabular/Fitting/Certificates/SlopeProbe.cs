namespace Minima.Tabular;

/// <summary>The slope of a loss at any prediction, for the target and the further inputs of any row.</summary>
internal sealed class SlopeProbe(Loss loss, double[] target, IReadOnlyList<(int Index, double[] Values)> inputs, bool varying) : ISlopeProbe
{
    /// <summary>Rows differ in more than their target.</summary>
    public bool HasInputs => varying;

    /// <summary>The targets.</summary>
    public double[] Target => target;

    /// <summary>The slope at each prediction, with what belongs to the row beside it.</summary>
    public double[] At(IReadOnlyList<double> predictions, IReadOnlyList<int> rows)
    {
        var slope = new double[predictions.Count];
        var batch = new LossBatch<double>
        {
            Prediction = predictions.ToArray(),
            Target = rows.Select(row => target[row]).ToArray(),
            Gradient = slope,
            Reduction = Reduction.None,
        };
        foreach (var (index, values) in inputs) batch.SetInput(index, rows.Select(row => values[row]).ToArray());
        loss.Evaluate(batch);
        return slope;
    }
}
