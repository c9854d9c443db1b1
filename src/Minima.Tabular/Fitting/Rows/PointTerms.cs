namespace Minima.Tabular;

/// <summary>A loss of the catalogue on the targets of some rows. It reuses buffers, so one object serves one thread.</summary>
internal sealed class PointTerms : IRowTerms
{
    private readonly Loss _loss;
    private readonly double[] _target;
    private readonly (int Index, double[] Values)[] _inputs;
    private readonly double[] _terms;

    /// <param name="loss">The loss.</param>
    /// <param name="target">The target of each row, on the scale of the loss.</param>
    /// <param name="share">The weight of each row in the mean, as a fraction.</param>
    /// <param name="inputs">Further inputs, a value for each row.</param>
    public PointTerms(Loss loss, double[] target, double[] share, IReadOnlyList<(int Index, double[] Values)> inputs)
    {
        _loss = loss;
        _target = target;
        Share = share;
        _inputs = [.. inputs];
        _terms = new double[target.Length];
    }

    public double[] Share { get; }

    public double[] Target => _target;

    /// <summary>The loss of each row at the last evaluation.</summary>
    public ReadOnlySpan<double> Losses => _terms;

    public double Evaluate(ReadOnlySpan<double> prediction, Span<double> slope, Span<double> curvature)
    {
        var batch = Batch(prediction);
        batch.Terms = _terms;
        batch.Gradient = slope;
        if (!_loss.Entry.StopsGradient) batch.Hessian = curvature;
        _loss.Evaluate(batch);
        var mean = Summation.Mean(_terms, Share);
        if (_loss.Entry.StopsGradient && !curvature.IsEmpty) Differences(prediction, curvature);
        return mean;
    }

    /// <summary>Differences of derivatives, for a loss without a second derivative because its gradient is not that of its value.</summary>
    private void Differences(ReadOnlySpan<double> prediction, Span<double> curvature)
    {
        var (low, high) = (new double[prediction.Length], new double[prediction.Length]);
        var (lowSlope, highSlope) = (new double[prediction.Length], new double[prediction.Length]);
        for (var i = 0; i < low.Length; i++)
        {
            var step = 1e-5 * (1 + Math.Abs(prediction[i]));
            (low[i], high[i]) = (prediction[i] - step, prediction[i] + step);
        }

        var batch = Batch(low);
        batch.Gradient = lowSlope;
        _loss.Evaluate(batch);
        batch = Batch(high);
        batch.Gradient = highSlope;
        _loss.Evaluate(batch);
        for (var i = 0; i < low.Length; i++) curvature[i] = (highSlope[i] - lowSlope[i]) / (high[i] - low[i]);
    }

    /// <summary>The mean derivative with respect to a further input that is the same for every row.</summary>
    public double InputSlope(ReadOnlySpan<double> prediction, int input)
    {
        var slope = new double[prediction.Length];
        var batch = Batch(prediction);
        batch.SetGradient(input, slope);
        _loss.Evaluate(batch);
        return Summation.Mean(slope, Share);
    }

    private LossBatch<double> Batch(ReadOnlySpan<double> prediction)
    {
        var batch = new LossBatch<double> { Prediction = prediction, Target = _target, Reduction = Reduction.None };
        foreach (var (index, values) in _inputs) batch.SetInput(index, values);
        return batch;
    }
}
