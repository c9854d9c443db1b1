namespace Minima.Tabular;

/// <summary>
/// A loss over rows of classes on the training rows of one split: mean loss / c + l2 / 2 |w|^2, with the c of
/// <see cref="FitProblem"/>, the curvature of the loss.
/// </summary>
internal sealed class RowFitProblem : IFitProblem
{
    private readonly Loss _loss;
    private readonly Split _split;
    private readonly int _classes;
    private readonly RowMeanLoss _train;
    private readonly RowMeanLoss _test;
    private readonly double _curvature;

    public RowFitProblem(Loss loss, Split split, int classes, double curvature)
    {
        _loss = loss;
        _split = split;
        _classes = classes;
        _train = new RowMeanLoss(loss, Labels(split.TrainTarget), classes);
        _test = new RowMeanLoss(loss, Labels(split.TestTarget), classes);
        Start = new double[classes * (split.Columns + 1)];
        _curvature = curvature;
    }

    /// <summary>Weights of 0, and the same score for each class.</summary>
    public double[] Start { get; }

    public int Weights => _classes * _split.Columns;

    public MinimizerResult Minimize(double l2, ReadOnlySpan<double> start, MinimizerOptions options, CancellationToken cancellation)
    {
        var linear = new RowLinearObjective(_split.TrainDesign, _split.TrainTarget.Length, _split.Columns, _classes, Scaled, l2);
        return Minimizer.Minimize(linear.ValueAndGradient, start, options, cancellation);

        double Scaled(ReadOnlySpan<double> scores, Span<double> gradient)
        {
            var value = _train.Evaluate(scores, gradient);
            foreach (ref var slope in gradient) slope /= _curvature;
            return value / _curvature;
        }
    }

    public double[] StartFrom(double[] weights) => (double[])weights.Clone();

    public double HeldOut(ReadOnlySpan<double> parameters) => _test.Evaluate(TestOutput(parameters), []);

    public double[] HeldOutTerms(ReadOnlySpan<double> parameters)
    {
        var known = new KnownClasses(_loss, Labels(_split.TestTarget), _classes);
        var terms = new double[_split.TestTarget.Length];
        var scores = TestOutput(parameters);
        if (!Array.TrueForAll(scores, double.IsFinite))
        {
            Array.Fill(terms, double.PositiveInfinity);
            return terms;
        }

        var batch = known.Batch(scores, []);
        batch.Terms = terms;
        batch.Reduction = Reduction.None;
        batch.Threads = 1;
        _loss.Evaluate(batch);
        return terms;
    }

    public double[] TestOutput(ReadOnlySpan<double> parameters) =>
        RowLinearObjective.Predict(_split.TestDesign, _split.TestTarget.Length, _split.Columns, _classes, parameters);

    private static int[] Labels(double[] target) => Array.ConvertAll(target, value => (int)value);
}
