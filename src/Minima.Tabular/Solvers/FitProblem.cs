namespace Minima.Tabular;

/// <summary>
/// A loss on the training rows of one split, as something to minimise: (mean loss - constant) / c + l2 / 2 |w|^2. The division by c, the
/// curvature of the loss (<see cref="LossCurvature"/>), makes a penalty mean the same to every loss; losses that differ by a factor and an
/// added constant are one problem.
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

    /// <param name="candidate">What is learned beside the weights.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="split">The rows.</param>
    /// <param name="outputScale">From the model's output to the raw prediction.</param>
    /// <param name="curvature">Of the loss; what the penalty is relative to.</param>
    /// <param name="held">Values at which the learned inputs are held; null where they are searched with the weights.</param>
    /// <param name="others">The columns that further inputs may come from.</param>
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

        // A search stops at steps that are small against the value, so that a constant in it would let it stop sooner or later.
        if (held is not { Length: > 0 }) return;
        var perfect = _train.Evaluate(Array.ConvertAll(split.TrainTarget, value => (value - outputScale.Offset) / outputScale.Factor), held, [], []);
        var start = _train.Evaluate(new double[split.TrainTarget.Length], held, [], []);
        _constant = perfect < start && double.IsFinite(perfect) ? perfect : 0;
    }

    /// <summary>The constant prediction: no weights, and the learned inputs where they suit it best.</summary>
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
        _test.Evaluate(TestOutput(parameters), Theta(parameters), [], []);

    public double[] HeldOutTerms(ReadOnlySpan<double> parameters)
    {
        var terms = new double[_split.TestTarget.Length];
        _test.Evaluate(TestOutput(parameters), Theta(parameters), [], [], terms);
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

    /// <summary>The learned inputs that suit a model best on the training rows, those that were held too.</summary>
    public double[] Refit(ReadOnlySpan<double> parameters, int count, CancellationToken cancellation) =>
        LearnedInputs.Fit(_train, Output(_split.TrainDesign, _split.TrainTarget.Length, parameters), count, cancellation);

    private ReadOnlySpan<double> Theta(ReadOnlySpan<double> parameters) => parameters.Length > _split.Columns + 1 || _held is null ? parameters[(_split.Columns + 1)..] : _held;

    private void ScanTheta(double[] parameters)
    {
        if (_learned == 0) return;
        LearnedInputs.Scan(_train, Output(_split.TrainDesign, _split.TrainTarget.Length, parameters), _learned).CopyTo(parameters, _split.Columns + 1);
    }
}
