namespace Minima.Tabular;

/// <summary>
/// The objective of a loss on the training rows of one split: (mean loss - constant) / c + l2 / 2 |w|^2. The division by c, the
/// curvature of the loss (<see cref="LossCurvature"/>), gives a penalty the same meaning for every loss. Losses that differ by a factor and an
/// added constant are the same problem.
/// </summary>
internal sealed class FitProblem : IFitProblem
{
    private readonly Split _split;
    private readonly MeanLoss _train;
    private readonly MeanLoss _test;
    private readonly int _learned;
    private readonly double _curvature;
    private readonly double[]? _held;
    private readonly double _constant;

    /// <param name="candidate">The candidate with the inputs that are learned in addition to the weights.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="split">The rows.</param>
    /// <param name="outputScale">The transform from the model's output to the raw prediction.</param>
    /// <param name="curvature">The curvature of the loss, to which the penalty is relative.</param>
    /// <param name="held">Fixed values of the learned inputs; null to learn them with the weights.</param>
    /// <param name="others">The columns for further inputs.</param>
    public FitProblem(
        Candidate candidate, Loss loss, Split split, OutputScale outputScale, double curvature, double[]? held, IReadOnlyDictionary<string, double[]>? others = null)
    {
        _split = split;
        _held = held;
        _learned = held is null ? candidate.Learned.Count : 0;
        _curvature = curvature;
        _train = new MeanLoss(loss, Labels(candidate, split.TrainTarget), outputScale, candidate, Inputs(candidate, others, split.TrainRows));
        _test = new MeanLoss(loss, Labels(candidate, split.TestTarget), outputScale, candidate, Inputs(candidate, others, split.TestRows));
        Start = new double[split.Columns + 1 + _learned];
        ScanTheta(Start);

        // A search stops if the decrease is small relative to the value, so a constant in the value would change when it stops.
        if (held is not { Length: > 0 }) return;
        var perfect = _train.Evaluate(Array.ConvertAll(split.TrainTarget, value => (value - outputScale.Offset) / outputScale.Factor), held, [], []);
        var start = _train.Evaluate(new double[split.TrainTarget.Length], held, [], []);
        _constant = perfect < start && double.IsFinite(perfect) ? perfect : 0;
    }

    /// <summary>The constant prediction: weights of 0, and the best learned inputs for it.</summary>
    public double[] Start { get; }

    public int Weights => _split.Columns;

    public MinimizerResult Minimize(double l2, ReadOnlySpan<double> start, MinimizerOptions options, CancellationToken cancellation)
    {
        var rows = _split.TrainTarget.Length;
        var model = _split.Columns + 1;
        var theta = _held ?? new double[_learned];
        var thetaGradient = new double[theta.Length];
        var linear = new LinearObjective(_split.TrainDesign, rows, _split.Columns, Scaled, l2);
        return Minimizer.Minimize(ValueAndGradient, start, options, cancellation);

        double Scaled(ReadOnlySpan<double> output, Span<double> gradient)
        {
            var value = _train.Evaluate(output, theta, gradient, thetaGradient);
            for (var i = 0; i < gradient.Length; i++) gradient[i] /= _curvature;
            return (value - _constant) / _curvature;
        }

        double ValueAndGradient(ReadOnlySpan<double> parameters, Span<double> gradient)
        {
            if (_learned > 0) parameters[model..].CopyTo(theta);
            var value = linear.ValueAndGradient(parameters[..model], gradient[..model]);
            for (var k = 0; k < _learned; k++) gradient[model + k] = thetaGradient[k] / _curvature;
            return value;
        }
    }

    /// <summary>A start from another loss's weights, with the best learned inputs of this loss for them.</summary>
    public double[] StartFrom(double[] weights)
    {
        var start = new double[Start.Length];
        weights.AsSpan(0, _split.Columns + 1).CopyTo(start);
        ScanTheta(start);
        return start;
    }

    /// <summary>The mean loss on the held-out rows.</summary>
    public double HeldOut(ReadOnlySpan<double> parameters) =>
        _test.Evaluate(TestOutput(parameters), Theta(parameters), [], []);

    public double[] HeldOutTerms(ReadOnlySpan<double> parameters)
    {
        var terms = new double[_split.TestTarget.Length];
        _test.Evaluate(TestOutput(parameters), Theta(parameters), [], [], terms);
        return terms;
    }

    /// <summary>The values of the columns of further inputs, for some rows of the table.</summary>
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

    /// <summary>The best learned inputs for a model on the training rows, including fixed ones.</summary>
    public double[] Refit(ReadOnlySpan<double> parameters, int count, CancellationToken cancellation) =>
        LearnedInputs.Fit(_train, Output(_split.TrainDesign, _split.TrainTarget.Length, parameters), count, cancellation);

    private ReadOnlySpan<double> Theta(ReadOnlySpan<double> parameters) => parameters.Length > _split.Columns + 1 || _held is null ? parameters[(_split.Columns + 1)..] : _held;

    private void ScanTheta(double[] parameters)
    {
        if (_learned == 0) return;
        LearnedInputs.Scan(_train, Output(_split.TrainDesign, _split.TrainTarget.Length, parameters), _learned).CopyTo(parameters, _split.Columns + 1);
    }
}
