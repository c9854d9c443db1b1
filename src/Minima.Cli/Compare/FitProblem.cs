namespace Minima.Cli.Compare;

/// <summary>
/// A loss on the training rows of one split, as something to minimise: mean loss / c + l2 / 2 |w|^2. The division by c, the mean
/// size of the gradient at the constant prediction, gives every loss the same pull there, so that one grid of l2 suits all. A loss
/// that feels no pull from far away is measured at the weights of another loss too, and the larger size is taken.
/// </summary>
internal sealed class FitProblem : IFitProblem
{
    private const double LowestTheta = -12;
    private const double HighestTheta = 24;

    private readonly Split _split;
    private readonly MeanLoss _train;
    private readonly MeanLoss _test;
    private readonly int _learned;
    private readonly double _norm;

    /// <param name="candidate">What is learned beside the weights.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="split">The rows.</param>
    /// <param name="outputScale">From the model's output to the raw prediction.</param>
    /// <param name="otherWeights">The weights of another loss, or null.</param>
    /// <param name="others">The columns that further inputs may come from.</param>
    public FitProblem(
        Candidate candidate, Loss loss, Split split, OutputScale outputScale, double[]? otherWeights, IReadOnlyDictionary<string, double[]>? others = null)
    {
        _split = split;
        _learned = candidate.Learned.Count;
        _train = new MeanLoss(loss, Labels(candidate, split.TrainTarget), outputScale, candidate, Inputs(candidate, others, split.TrainRows));
        _test = new MeanLoss(loss, Labels(candidate, split.TestTarget), outputScale, candidate, Inputs(candidate, others, split.TestRows));
        Start = new double[split.Columns + 1 + _learned];
        ScanTheta(Start);
        var size = GradientSize(Start);
        if (otherWeights is not null) size = Math.Max(size, GradientSize(StartFrom(otherWeights)));
        _norm = size > 0 && double.IsFinite(1 / size) ? size : 1;
    }

    /// <summary>The constant prediction: no weights, and the learned inputs where they suit it best.</summary>
    public double[] Start { get; }

    public int Weights => _split.Columns;

    public MinimizerResult Minimize(double l2, ReadOnlySpan<double> start, MinimizerOptions options, CancellationToken cancellation)
    {
        var rows = _split.TrainTarget.Length;
        var model = _split.Columns + 1;
        var theta = new double[_learned];
        var thetaGradient = new double[_learned];
        var linear = new LinearObjective(_split.TrainDesign, rows, _split.Columns, Scaled, l2);
        return Minimizer.Minimize(ValueAndGradient, start, options, cancellation);

        double Scaled(ReadOnlySpan<double> output, Span<double> gradient)
        {
            var value = _train.Evaluate(output, theta, gradient, thetaGradient);
            for (var i = 0; i < gradient.Length; i++) gradient[i] /= _norm;
            return value / _norm;
        }

        double ValueAndGradient(ReadOnlySpan<double> parameters, Span<double> gradient)
        {
            parameters[model..].CopyTo(theta);
            var value = linear.ValueAndGradient(parameters[..model], gradient[..model]);
            for (var k = 0; k < _learned; k++) gradient[model + k] = thetaGradient[k] / _norm;
            return value;
        }
    }

    /// <summary>A start from another loss's weights, with this loss's learned inputs where they suit them.</summary>
    public double[] StartFrom(double[] weights)
    {
        var start = new double[Start.Length];
        weights.AsSpan(0, _split.Columns + 1).CopyTo(start);
        ScanTheta(start);
        return start;
    }

    /// <summary>The mean loss on the held-out rows.</summary>
    public double HeldOut(ReadOnlySpan<double> parameters) =>
        _test.Evaluate(Output(_split.TestDesign, _split.TestTarget.Length, parameters), parameters[(_split.Columns + 1)..], [], []);

    public double[] HeldOutTerms(ReadOnlySpan<double> parameters)
    {
        var terms = new double[_split.TestTarget.Length];
        _test.Evaluate(TestOutput(parameters), parameters[(_split.Columns + 1)..], [], [], terms);
        return terms;
    }

    /// <summary>The values of the columns that give further inputs, for some rows of the table.</summary>
    public static (int Index, double[] Values)[] Inputs(Candidate candidate, IReadOnlyDictionary<string, double[]>? others, int[] rows) =>
        [.. candidate.Inputs.Select(input => (input.Index, Array.ConvertAll(rows, row => others![input.Column][row])))];

    /// <summary>The model's output on the held-out rows, before offset and scale.</summary>
    public double[] TestOutput(ReadOnlySpan<double> parameters) => Output(_split.TestDesign, _split.TestTarget.Length, parameters);

    private static double[] Labels(Candidate candidate, double[] target) =>
        candidate.MarginLabels ? Array.ConvertAll(target, value => (2 * value) - 1) : target;

    private double[] Output(double[] design, int rows, ReadOnlySpan<double> parameters)
    {
        var output = new double[rows];
        LinearObjective.Predict(design, parameters[..(_split.Columns + 1)], output);
        return output;
    }

    /// <summary>Coarse values for the learned inputs, one after the other and twice round, because one may depend on another.</summary>
    private void ScanTheta(double[] parameters)
    {
        if (_learned == 0) return;
        var output = Output(_split.TrainDesign, _split.TrainTarget.Length, parameters);
        var theta = parameters.AsSpan(_split.Columns + 1);
        for (var round = 0; round < 2; round++)
        {
            for (var k = 0; k < _learned; k++)
            {
                var best = theta[k];
                var lowest = _train.Evaluate(output, theta, [], []);
                for (var value = LowestTheta; value <= HighestTheta; value++)
                {
                    theta[k] = value;
                    var here = _train.Evaluate(output, theta, [], []);
                    if (!(here < lowest) && !(double.IsNaN(lowest) && double.IsFinite(here))) continue;
                    (best, lowest) = (value, here);
                }

                theta[k] = best;
            }
        }
    }

    /// <summary>The mean size of the derivative by the output; 0 where it is not finite.</summary>
    private double GradientSize(double[] parameters)
    {
        var gradient = new double[_split.TrainTarget.Length];
        var output = Output(_split.TrainDesign, gradient.Length, parameters);
        _train.Evaluate(output, parameters.AsSpan(_split.Columns + 1), gradient, new double[_learned]);
        var sum = 0.0;
        foreach (var slope in gradient) sum += Math.Abs(slope);
        return double.IsFinite(sum) ? sum : 0;
    }
}
