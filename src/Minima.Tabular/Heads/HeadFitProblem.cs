namespace Minima.Tabular;

/// <summary>
/// A linear model with a head for each number of a distribution on the training rows of one split: mean loss / unit + l2 / 2 |w|^2. The outputs are in the units of
/// <see cref="HeadStart"/>, so that a penalty means the same to every head and every loss.
/// </summary>
internal sealed class HeadFitProblem : IFitProblem
{
    private readonly HeadPlan _plan;
    private readonly Split _split;
    private readonly HeadLoss _train;
    private readonly HeadLoss _test;
    private readonly HeadStart _start;
    private readonly int _heads;
    private readonly int _model;

    /// <param name="plan">The heads.</param>
    /// <param name="loss">The loss with its parameters.</param>
    /// <param name="split">The rows.</param>
    /// <param name="start">The start of the search, and its units.</param>
    public HeadFitProblem(HeadPlan plan, Loss loss, Split split, HeadStart start)
    {
        (_plan, _split, _start, _heads) = (plan, split, start, plan.Heads.Count);
        _train = new(plan, loss, split.TrainTarget);
        _test = new(plan, loss, split.TestTarget);
        _model = _heads * (split.Columns + 1);
        Start = [.. new double[_model], .. start.Theta];
    }

    public double[] Start { get; }

    public int Weights => _heads * _split.Columns;

    public MinimizerResult Minimize(double l2, ReadOnlySpan<double> start, MinimizerOptions options, CancellationToken cancellation)
    {
        var rows = _split.TrainTarget.Length;
        var (outputs, theta, slopes) = (new double[rows * _heads], new double[Start.Length - _model], new double[Start.Length - _model]);
        var linear = new RowLinearObjective(_split.TrainDesign, rows, _split.Columns, _heads, Scaled, l2);
        return Minimizer.Minimize(ValueAndGradient, start, options, cancellation);

        double Scaled(ReadOnlySpan<double> free, Span<double> gradient)
        {
            ToOutputs(free, outputs);
            var value = _train.Evaluate(outputs, theta, gradient, slopes);
            for (var i = 0; i < gradient.Length; i++) gradient[i] *= _start.Factors[i % _heads] / _start.Unit;
            return value / _start.Unit;
        }

        double ValueAndGradient(ReadOnlySpan<double> parameters, Span<double> gradient)
        {
            parameters[_model..].CopyTo(theta);
            var value = linear.ValueAndGradient(parameters[.._model], gradient[.._model]);
            for (var k = 0; k < slopes.Length; k++) gradient[_model + k] = slopes[k] / _start.Unit;
            if (_plan.HasConstantSpread) gradient[_split.Columns..Weights].Clear();
            return value;
        }
    }

    /// <summary>The own start, because heads of another loss have another meaning.</summary>
    public double[] StartFrom(double[] weights) => [.. Start];

    public double HeldOut(ReadOnlySpan<double> parameters) => _test.Evaluate(TestOutput(parameters), parameters[_model..], [], []);

    public double[] HeldOutTerms(ReadOnlySpan<double> parameters) => _test.Terms(TestOutput(parameters), parameters[_model..]);

    /// <summary>The outputs of each held-out row, row after row.</summary>
    public double[] TestOutput(ReadOnlySpan<double> parameters)
    {
        var rows = _split.TestTarget.Length;
        var outputs = new double[rows * _heads];
        ToOutputs(RowLinearObjective.Predict(_split.TestDesign, rows, _split.Columns, _heads, parameters[.._model]), outputs);
        return outputs;
    }

    /// <summary>The loss with the learned constants.</summary>
    public Loss LossAt(ReadOnlySpan<double> parameters) => _train.At(parameters[_model..]);

    /// <summary>Weights and intercepts of the outputs themselves, converted from the units of the search.</summary>
    public double[] Coefficients(ReadOnlySpan<double> parameters)
    {
        var plain = parameters[.._model].ToArray();
        for (var h = 0; h < _heads; h++)
        {
            for (var j = 0; j < _split.Columns; j++) plain[(h * _split.Columns) + j] *= _start.Factors[h];
            plain[Weights + h] = _start.Offsets[h] + (_start.Factors[h] * plain[Weights + h]);
        }

        return plain;
    }

    private void ToOutputs(ReadOnlySpan<double> free, double[] outputs)
    {
        for (var i = 0; i < outputs.Length; i++) outputs[i] = _start.Offsets[i % _heads] + (_start.Factors[i % _heads] * free[i]);
    }
}
