namespace Minima.Tabular;

/// <summary>
/// A loss over a batch on the training rows of one split: mean loss / c + l2 / 2 |w|^2, with the c of <see cref="FitProblem"/>, the
/// curvature of the loss. The parameters are those of a linear model with one or several outputs, followed by the learned numbers.
/// </summary>
internal sealed class BatchFitProblem : IFitProblem
{
    private const ulong Seed = 0xC0;
    private const int Draws = 4;
    private const double HalfUnit = 0.5;

    private readonly Split _split;
    private readonly BatchLoss _train;
    private readonly BatchLoss _test;
    private readonly double _curvature;
    private readonly int _model;
    private readonly bool _startsLikeOthers;

    /// <summary>The weights towards which the penalty shrinks; empty if it shrinks towards 0.</summary>
    private readonly double[] _anchor = [];

    /// <param name="candidate">The loss and its plan.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="split">The rows.</param>
    /// <param name="curvature">The curvature of the loss, by which the penalty is scaled. Null to measure it around the best constant.</param>
    /// <param name="cancellation">Checked before every evaluation.</param>
    public BatchFitProblem(Candidate candidate, Loss loss, Split split, double? curvature, CancellationToken cancellation)
    {
        _split = split;
        var facts = candidate.Facts ?? new(null, null);
        var train = Rows(facts, split.TrainTarget, split.TrainRows);
        Units = BatchUnits.Of(candidate.Batch!, train.Target, train.Events);
        _train = new BatchLoss(candidate, loss, train, Units);
        _test = new BatchLoss(candidate, loss, Rows(facts, split.TestTarget, split.TestRows), Units);
        _model = Units.Outputs * (split.Columns + 1);
        Start = new double[_model + _train.Learned];

        // The best constant of an overlap loss is class 1 for all, where gradients vanish, so the search begins in the middle.
        if (candidate.Batch!.Outputs > 0)
        {
            (Start, _anchor) = JointStart.Of(candidate.Batch, split, train, _model + _train.Learned, cancellation);
            _startsLikeOthers = candidate.Batch.Reading is OutputReading.Largest or OutputReading.Softmax;
            _curvature = curvature ?? Measured(TrainOutput(Start), Start.AsSpan(_model), JointStart.Step(candidate.Batch, train.Targets));
            return;
        }

        _startsLikeOthers = candidate.Batch!.Reading is OutputReading.Logit or OutputReading.Score;
        var constant = _startsLikeOthers ? new double[Units.Outputs + _train.Learned] : BatchConstants.Of(_train, split.TrainTarget.Length, Units.Outputs, cancellation);
        constant.CopyTo(Start.AsSpan(Units.Outputs * split.Columns));
        var middle = new double[split.TrainTarget.Length * Units.Outputs];
        BatchConstants.Fill(constant.AsSpan(0, Units.Outputs), middle);
        _curvature = curvature ?? Measured(middle, constant.AsSpan(Units.Outputs));
    }

    /// <summary>The units of the training rows: times, intervals, grades.</summary>
    public BatchUnits Units { get; }

    /// <summary>The curvature of the loss around the best constant.</summary>
    public double Curvature => _curvature;

    /// <summary>Zero weights, and the constants that minimise the loss.</summary>
    public double[] Start { get; }

    public int Weights => Units.Outputs * _split.Columns;

    public static BatchRows Rows(RowFacts facts, double[] target, int[] rows) =>
        new(target, facts.Events is null ? null : facts.EventsOf(rows), facts.Queries is null ? null : facts.QueriesOf(rows)) { Targets = facts.Targets is null ? [] : facts.TargetsOf(rows) };

    /// <summary>The loss at the learned parameters.</summary>
    public Loss LossAt(ReadOnlySpan<double> parameters) => _train.At(parameters[_model..]);

    public MinimizerResult Minimize(double l2, ReadOnlySpan<double> start, MinimizerOptions options, CancellationToken cancellation)
    {
        var (theta, slopes) = (new double[_train.Learned], new double[_train.Learned]);
        var moved = new double[_model];
        var anchored = _anchor.Length == 0 ? [] : TrainOutput(_anchor);
        var whole = new double[anchored.Length];
        var linear = new RowLinearObjective(_split.TrainDesign, _split.TrainTarget.Length, _split.Columns, Units.Outputs, Scaled, l2);
        return Minimizer.Minimize(ValueAndGradient, start, options, cancellation);

        double Scaled(ReadOnlySpan<double> outputs, Span<double> gradient)
        {
            for (var i = 0; i < whole.Length; i++) whole[i] = anchored[i] + outputs[i];
            var value = _train.Evaluate(whole.Length == 0 ? outputs : whole, theta, gradient, slopes);
            foreach (ref var slope in gradient) slope /= _curvature;
            return value / _curvature;
        }

        double ValueAndGradient(ReadOnlySpan<double> parameters, Span<double> gradient)
        {
            parameters[_model..].CopyTo(theta);
            parameters[.._model].CopyTo(moved);
            for (var k = 0; k < _anchor.Length; k++) moved[k] -= _anchor[k];
            var value = linear.ValueAndGradient(moved, gradient[.._model]);
            for (var k = 0; k < slopes.Length; k++) gradient[_model + k] = slopes[k] / _curvature;
            return value;
        }
    }

    /// <summary>The weights of another loss if it has as many outputs, with this loss's constants if the outputs have another meaning.</summary>
    public double[] StartFrom(double[] weights)
    {
        var start = (double[])Start.Clone();
        if (weights.Length >= _model && _anchor.Length == 0) weights.AsSpan(0, _startsLikeOthers ? _model : Weights).CopyTo(start);
        return start;
    }

    public double HeldOut(ReadOnlySpan<double> parameters) => _test.Evaluate(TestOutput(parameters), parameters[_model..], [], []);

    /// <summary>Empty: rows of a batch depend on each other, so none has a loss of its own.</summary>
    public double[] HeldOutTerms(ReadOnlySpan<double> parameters) => [];

    public double[] TestOutput(ReadOnlySpan<double> parameters) => Outputs(_split.TestDesign, _split.TestTarget.Length, parameters);

    /// <summary>The model's outputs on the training rows.</summary>
    public double[] TrainOutput(ReadOnlySpan<double> parameters) => Outputs(_split.TrainDesign, _split.TrainTarget.Length, parameters);

    /// <summary>The numbers learned in addition to the weights: logarithms of parameters first, then inputs.</summary>
    public ReadOnlySpan<double> Theta(ReadOnlySpan<double> parameters) => parameters[_model..];

    private double[] Outputs(double[] design, int rows, ReadOnlySpan<double> parameters) => RowLinearObjective.Predict(design, rows, _split.Columns, Units.Outputs, parameters[.._model]);

    /// <summary>The mean curvature over one unit of the outputs around some outputs, along random directions.</summary>
    private double Measured(double[] middle, ReadOnlySpan<double> learned, double step = HalfUnit)
    {
        var random = new RandomState(Seed);
        var (sum, slopes) = (0.0, new double[middle.Length]);
        for (var draw = 0; draw < Draws; draw++)
        {
            var signs = Array.ConvertAll(middle, _ => random.NextInt(2) == 0 ? -step : step);
            foreach (var side in (double[])[1, -1])
            {
                _train.Evaluate([.. middle.Select((number, i) => number + (side * signs[i]))], learned, slopes, []);
                for (var i = 0; i < slopes.Length; i++) sum += side * signs[i] * slopes[i] / (2 * step * step * Draws);
            }
        }

        sum /= Units.Outputs;
        return sum > 0 && double.IsFinite(sum) ? sum : 1;
    }
}
