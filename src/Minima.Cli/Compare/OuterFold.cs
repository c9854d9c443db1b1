namespace Minima.Cli.Compare;

/// <summary>
/// One outer fold, prepared once for all losses: its split, the inner splits that choose l2, and the units of the target as the
/// training rows show them.
/// </summary>
internal sealed class OuterFold
{
    public const int InnerFolds = 3;

    private const double ScaleL2 = 1e-2;

    private OuterFold(Split split, Split[] inner, double center, double scale)
    {
        Split = split;
        Inner = inner;
        Center = center;
        Scale = scale;
    }

    public Split Split { get; }

    public IReadOnlyList<Split> Inner { get; }

    /// <summary>The median of the training target; 0 for classes.</summary>
    public double Center { get; }

    /// <summary>
    /// The robust scale of the residuals of a ridge regression on the training rows, each row predicted by the inner folds that do
    /// not hold it: with many features the residuals of a fit on the row itself would be near 0. 1 for classes.
    /// </summary>
    public double Scale { get; }

    public static OuterFold Create(Dataset data, Fold fold, ulong seed, CancellationToken cancellation)
    {
        var split = Split.Create(data, fold);
        var inner = Folds.Inner(fold, data.Target, InnerFolds, seed).Select(part => Split.Create(data, part)).ToArray();
        if (data.Target.Kind != TargetKind.Regression) return new OuterFold(split, inner, 0, 1);
        var center = RobustScale.Median(split.TrainTarget);
        var spread = RobustScale.Scale(split.TrainTarget);
        var residuals = inner.SelectMany(part => Residuals(part, center, spread, cancellation)).ToArray();

        // A target that the features determine exactly leaves rounding errors, which are no unit to measure in.
        return new OuterFold(split, inner, center, spread * Math.Max(RobustScale.Scale(residuals), 1e-6));
    }

    /// <summary>What a ridge regression on the training rows of a split leaves on its other rows, in units of the spread.</summary>
    private static double[] Residuals(Split split, double center, double spread, CancellationToken cancellation)
    {
        var target = Array.ConvertAll(split.TrainTarget, value => (value - center) / spread);
        var objective = new LinearObjective(split.TrainDesign, target.Length, split.Columns, HalfSquare, ScaleL2);
        var solution = Minimizer.Minimize(
            objective.ValueAndGradient, new double[objective.ParameterCount], cancellation: cancellation);
        var residual = new double[split.TestTarget.Length];
        LinearObjective.Predict(split.TestDesign, solution.Parameters, residual);
        for (var i = 0; i < residual.Length; i++) residual[i] -= (split.TestTarget[i] - center) / spread;
        return residual;

        double HalfSquare(ReadOnlySpan<double> prediction, Span<double> gradient)
        {
            var sum = 0.0;
            for (var i = 0; i < target.Length; i++)
            {
                var difference = prediction[i] - target[i];
                sum += 0.5 * difference * difference;
                gradient[i] = difference / target.Length;
            }

            return sum / target.Length;
        }
    }
}
