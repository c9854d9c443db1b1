namespace Minima.Cli.Compare;

/// <summary>
/// One outer fold, prepared once for all losses: its split, the inner splits that choose l2, and the units of the target as the
/// training rows show them.
/// </summary>
internal sealed class OuterFold
{
    public const int InnerFolds = 3;

    private const double ScaleL2 = 1e-3;

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

    /// <summary>The robust scale of the residuals that a ridge regression leaves on the training rows; 1 for classes.</summary>
    public double Scale { get; }

    public static OuterFold Create(Dataset data, Fold fold, ulong seed, CancellationToken cancellation)
    {
        var split = Split.Create(data, fold);
        var inner = Folds.Inner(fold, data.Target, InnerFolds, seed).Select(part => Split.Create(data, part)).ToArray();
        if (data.Target.Kind == TargetKind.Binary) return new OuterFold(split, inner, 0, 1);
        var center = RobustScale.Median(split.TrainTarget);
        return new OuterFold(split, inner, center, ResidualScale(split, center, cancellation));
    }

    private static double ResidualScale(Split split, double center, CancellationToken cancellation)
    {
        var spread = RobustScale.Scale(split.TrainTarget);
        var target = Array.ConvertAll(split.TrainTarget, value => (value - center) / spread);
        var objective = new LinearObjective(split.TrainDesign, target.Length, split.Columns, HalfSquare, ScaleL2);
        var solution = Minimizer.Minimize(
            objective.ValueAndGradient, new double[objective.ParameterCount], cancellation: cancellation);
        var residual = new double[target.Length];
        LinearObjective.Predict(split.TrainDesign, solution.Parameters, residual);
        for (var i = 0; i < residual.Length; i++) residual[i] -= target[i];

        // A target that the features determine exactly leaves rounding errors, which are no unit to measure in.
        return spread * Math.Max(RobustScale.Scale(residual), 1e-6);

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
