namespace Minima.Tabular;

/// <summary>
/// The mean loss of a linear model with one score for each class, plus half the l2 penalty of its weights. The parameters are the
/// weights, those of the first class first, and then the intercepts, which are not penalised.
/// </summary>
internal sealed class RowLinearObjective
{
    private readonly double[] _design;
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _classes;
    private readonly LossFunction _loss;
    private readonly double _l2;
    private readonly double[] _scores;
    private readonly double[] _slopes;
    private readonly double[] _packed;
    private readonly double[] _intercept;

    /// <param name="design">The features, one row after the other.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of features.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="loss">The mean loss over these rows as a function of their scores.</param>
    /// <param name="l2">The strength of the penalty, 0 for none.</param>
    public RowLinearObjective(double[] design, int rows, int columns, int classes, LossFunction loss, double l2)
    {
        if (rows <= 0 || columns < 0 || classes < 1 || design.Length != (long)rows * columns)
            throw new ArgumentException($"{design.Length} values are not {rows} rows of {columns} for {classes} classes", nameof(design));
        if (!(l2 >= 0) || !double.IsFinite(l2)) throw new ArgumentOutOfRangeException(nameof(l2), l2, "finite and not negative");
        _design = design;
        _rows = rows;
        _columns = columns;
        _classes = classes;
        _loss = loss;
        _l2 = l2;
        _scores = new double[checked((rows * classes) + RowProducts.Lanes)];
        _slopes = new double[_scores.Length];
        _packed = new double[checked(columns * RowProducts.Padded(classes))];
        _intercept = new double[RowProducts.Padded(classes)];
    }

    /// <summary>The number of weights and intercepts.</summary>
    public int ParameterCount => _classes * (_columns + 1);

    /// <summary>The scores of each row of a design matrix, one for each class.</summary>
    public static double[] Predict(double[] design, int rows, int columns, int classes, ReadOnlySpan<double> parameters)
    {
        var scores = new double[checked((rows * classes) + RowProducts.Lanes)];
        var packed = new double[checked(columns * RowProducts.Padded(classes))];
        var intercept = new double[RowProducts.Padded(classes)];
        Pack(parameters, columns, classes, packed, intercept);
        RowProducts.Scores(design, columns, packed, intercept, classes, scores);
        return scores[..(rows * classes)];
    }

    /// <summary>An <see cref="ObjectiveFunction"/>. It reuses buffers, so one object serves one thread.</summary>
    public double ValueAndGradient(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        if (parameters.Length != ParameterCount || gradient.Length != ParameterCount)
            throw new ArgumentException($"{ParameterCount} parameters and gradient entries are expected", nameof(parameters));
        Pack(parameters, _columns, _classes, _packed, _intercept);
        RowProducts.Scores(_design, _columns, _packed, _intercept, _classes, _scores);
        var value = _loss(_scores.AsSpan(0, _rows * _classes), _slopes.AsSpan(0, _rows * _classes));
        Array.Clear(_packed);
        RowProducts.AddTransposed(_design, _columns, _slopes, _classes, _packed);
        Unpack(gradient);

        // Without a penalty the terms are skipped, because 0 times an infinite weight would be NaN.
        if (_l2 == 0) return value;
        var weights = parameters[..(_classes * _columns)];
        FixedOrder.AddScaled(_l2, weights, gradient[..weights.Length]);
        return value + (0.5 * _l2 * FixedOrder.Dot(weights, weights));
    }

    private static void Pack(ReadOnlySpan<double> parameters, int columns, int classes, double[] packed, double[] intercept)
    {
        var padded = intercept.Length;
        for (var k = 0; k < classes; k++)
        {
            var weights = parameters.Slice(k * columns, columns);
            for (var j = 0; j < columns; j++) packed[(j * padded) + k] = weights[j];
            intercept[k] = parameters[(classes * columns) + k];
            for (var j = 0; k == 0 && j < columns; j++) Array.Clear(packed, (j * padded) + classes, padded - classes);
        }
    }

    /// <summary>Writes the gradient: that of the weights is in packed form, that of the intercepts is the sum of the derivatives.</summary>
    private void Unpack(Span<double> gradient)
    {
        for (var k = 0; k < _classes; k++)
        {
            for (var j = 0; j < _columns; j++) gradient[(k * _columns) + j] = _packed[(j * _intercept.Length) + k];
        }

        var intercepts = gradient[(_classes * _columns)..];
        intercepts.Clear();
        for (var i = 0; i < _rows; i++)
        {
            for (var k = 0; k < _classes; k++) intercepts[k] += _slopes[(i * _classes) + k];
        }
    }
}
