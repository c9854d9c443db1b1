namespace Minima.Tabular;

/// <summary>The derivative of a loss at any prediction, for the target and the further inputs of any row.</summary>
internal sealed class SlopeProbe(Loss loss, double[] target, IReadOnlyList<(int Index, double[] Values)> inputs, bool varying) : ISlopeProbe
{
    public bool HasInputs => varying;

    public double[] Target => target;

    public double[] At(IReadOnlyList<double> predictions, IReadOnlyList<int> rows)
    {
        return At(predictions, values =>
        {
            var own = new double[rows.Count];
            for (var i = 0; i < own.Length; i++) own[i] = values[rows[i]];
            return own;
        });
    }

    public double[] At(IReadOnlyList<double> predictions, int row) => At(predictions, values =>
    {
        var own = new double[predictions.Count];
        Array.Fill(own, values[row]);
        return own;
    });

    private double[] At(IReadOnlyList<double> predictions, Func<double[], double[]> beside)
    {
        var slope = new double[predictions.Count];
        var batch = new LossBatch<double>
        {
            Prediction = predictions.ToArray(),
            Target = beside(target),
            Gradient = slope,
            Reduction = Reduction.None,
        };
        foreach (var (index, values) in inputs) batch.SetInput(index, beside(values));
        loss.Evaluate(batch);
        return slope;
    }
}
