namespace Minima.Tabular;

/// <summary>
/// The mean loss of a linear model plus half the l2 penalty of its weights. The parameters are the weights and, last, the
/// intercept, which is not penalised: a penalty on it would pull predictions towards 0 in the user's units.
/// </summary>
internal sealed class LinearObjective
{
    private readonly double[] _design;
    private readonly int _rows;
    private readonly int _columns;
    private readonly LossFunction _loss;
    private readonly double _l2;
    private readonly double[] _prediction;
    private readonly double[] _lossGradient;

    /// <param name="design">The features, one row after the other.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of features.</param>
    /// <param name="loss">The mean loss over these rows.</param>
    /// <param name="l2">The strength of the penalty, 0 for none.</param>
    public LinearObjective(double[] design, int rows, int columns, LossFunction loss, double l2)
    {
        if (rows <= 0 || columns < 0 || design.Length != (long)rows * columns)
            throw new ArgumentException($"{design.Length} values are not {rows} rows of {columns}", nameof(design));
        if (!(l2 >= 0) || !double.IsFinite(l2)) throw new ArgumentOutOfRangeException(nameof(l2), l2, "finite and not negative");
        _design = design;
        _rows = rows;
        _columns = columns;
        _loss = loss;
        _l2 = l2;
        _prediction = new double[rows];
        _lossGradient = new double[rows];
    }

    /// <summary>The number of weights, plus 1 for the intercept.</summary>
    public int ParameterCount => _columns + 1;

    /// <summary>Writes X w + b for a design matrix of any number of rows.</summary>
    public static void Predict(ReadOnlySpan<double> design, ReadOnlySpan<double> parameters, Span<double> prediction)
    {
        var columns = parameters.Length - 1;
        if (design.Length != (long)prediction.Length * columns)
            throw new ArgumentException($"{design.Length} values are not {prediction.Length} rows of {columns}", nameof(design));
        var weights = parameters[..columns];
        var intercept = parameters[columns];
        for (var i = 0; i < prediction.Length; i++)
            prediction[i] = FixedOrder.Dot(design.Slice(i * columns, columns), weights) + intercept;
    }

    /// <summary>An <see cref="ObjectiveFunction"/>. It reuses buffers, so one object serves one thread.</summary>
    public double ValueAndGradient(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        if (parameters.Length != ParameterCount || gradient.Length != ParameterCount)
            throw new ArgumentException($"{ParameterCount} parameters and gradient entries are expected", nameof(parameters));
        Predict(_design, parameters, _prediction);
        var value = _loss(_prediction, _lossGradient);
        gradient.Clear();
        var weights = parameters[.._columns];
        var weightGradient = gradient[.._columns];
        var intercept = 0.0;
        for (var i = 0; i < _rows; i++)
        {
            intercept += _lossGradient[i];
            FixedOrder.AddScaled(_lossGradient[i], _design.AsSpan(i * _columns, _columns), weightGradient);
        }

        gradient[_columns] = intercept;

        // Without a penalty the terms are skipped, because 0 times an infinite weight would be NaN.
        if (_l2 == 0) return value;
        FixedOrder.AddScaled(_l2, weights, weightGradient);
        return value + (0.5 * _l2 * FixedOrder.Dot(weights, weights));
    }
}
