namespace Minima.Tabular;

/// <summary>
/// The objective in the parameters of the solvers: the mean loss at X y, half of yᵀ Λ y, and the kinks of the loss and of an l1 penalty.
/// Without the kinks it is smooth.
/// </summary>
internal class FitObjective : BentModel
{
    private readonly IRowTerms _terms;
    private readonly double[] _linear;
    private readonly Kink[][] _kinksOfRow;

    /// <param name="design">X: one row after the other.</param>
    /// <param name="columns">The number of columns, including the intercept's.</param>
    /// <param name="terms">The loss.</param>
    /// <param name="penalty">Λ in full, or its diagonal if it has no other entries, or null for none.</param>
    /// <param name="linear">The derivative of each parameter's l1 term left of 0; its kink is among the kinks.</param>
    /// <param name="kinks">All kinks.</param>
    /// <param name="rows">The number of predictions, if it is not one for each row of X.</param>
    public FitObjective(double[] design, int columns, IRowTerms terms, double[]? penalty, double[] linear, Kinks kinks, int? rows = null)
        : base(columns, rows ?? (design.Length / columns), kinks)
    {
        Design = design;
        _terms = terms;
        Penalty = penalty;
        _linear = linear;
        var byRow = kinks.Items.Where(kink => kink.Row >= 0).ToLookup(kink => kink.Row);
        _kinksOfRow = byRow.Count == 0 ? [] : [.. Enumerable.Range(0, Rows).Select(row => byRow[row].ToArray())];
    }

    public double[] Design { get; }

    /// <summary>Λ of the first <see cref="Penalized"/> parameters, or null.</summary>
    public double[]? Penalty { get; }

    /// <summary>The number of penalised parameters, which come first.</summary>
    public virtual int Penalized => Columns;

    /// <summary>The derivative of each parameter's l1 term left of 0.</summary>
    protected double[] Linear => _linear;

    public double[] Share => _terms.Share;

    /// <summary>The same objective with an additional quadratic penalty.</summary>
    public virtual FitObjective WithPenalty(double[] penalty) => new(Design, Columns, _terms, AddedPenalty(penalty), _linear, Kinks);

    /// <summary>Λ plus a penalty.</summary>
    protected double[] AddedPenalty(double[] penalty)
    {
        if (Penalty is { } mine)
        {
            // A diagonal is added to a full matrix.
            if (penalty.Length == mine.Length) return [.. penalty.Zip(mine, (a, b) => a + b)];
            var (full, diagonal) = penalty.Length > mine.Length ? (penalty, mine) : (mine, penalty);
            penalty = (double[])full.Clone();
            for (var j = 0; j < Penalized; j++) penalty[(j * Penalized) + j] += diagonal[j];
        }

        return penalty;
    }

    public override double[] Predict(ReadOnlySpan<double> parameters)
    {
        var prediction = new double[Rows];
        Gram.Multiply(Design, Columns, parameters, prediction);
        return prediction;
    }

    /// <summary>The objective with kinks and penalties.</summary>
    public double Value(ReadOnlySpan<double> parameters) => _terms.Evaluate(Predict(parameters), [], []) + PenaltyValue(parameters);

    public double MeanLoss(ReadOnlySpan<double> prediction) => _terms.Evaluate(prediction, [], []);

    public double PenaltyValue(ReadOnlySpan<double> parameters)
    {
        var value = 0.0;
        if (Penalty is not null) value += 0.5 * FixedOrder.Dot(parameters, PenaltyTimes(parameters));

        // Left of 0 an l1 term has this derivative; right of 0 its negative.
        for (var j = 0; j < Columns; j++) value += -_linear[j] * Math.Abs(parameters[j]);
        return value;
    }

    /// <summary>Value and derivative along a line through the prediction and the parameters; at a kink the derivative that the loss defines.</summary>
    public (double Value, double Slope) OnLine(
        ReadOnlySpan<double> parameters, ReadOnlySpan<double> prediction, ReadOnlySpan<double> direction, ReadOnlySpan<double> predictionDirection)
    {
        var slopes = new double[Rows];
        var value = _terms.Evaluate(prediction, slopes, []) + PenaltyValue(parameters);
        for (var i = 0; i < slopes.Length; i++) slopes[i] = predictionDirection[i] == 0 ? 0 : slopes[i] * predictionDirection[i];
        var slope = Summation.Mean(slopes, Share);
        if (Penalty is not null) slope += FixedOrder.Dot(direction, PenaltyTimes(parameters));
        for (var j = 0; j < Columns; j++)
        {
            if (_linear[j] != 0) slope += -_linear[j] * (parameters[j] == 0 ? Math.Abs(direction[j]) : Math.Sign(parameters[j]) * direction[j]);
        }

        return (value, slope);
    }

    public override void AddBendsWeighted(double[] weights, double[] matrix) => Kinks.AddWeighted(Design, Columns, weights, matrix);

    public override double[] SmoothGradient(ReadOnlySpan<double> parameters, ReadOnlySpan<double> prediction, double[]? hessian, Curvature curvature = Curvature.Exact)
    {
        var slopes = new double[Rows];
        var curvatures = hessian is null || !CurvesByRow ? [] : new double[Rows];
        SmoothSlopes(prediction, slopes, curvatures);
        var gradient = new double[Columns];
        for (var i = 0; i < Rows; i++) slopes[i] *= Share[i];
        AddTransposed(slopes, gradient);
        for (var j = 0; j < Columns; j++) gradient[j] += _linear[j];
        if (Penalty is not null) FixedOrder.AddScaled(1, PenaltyTimes(parameters), gradient);
        if (hessian is null) return gradient;
        Array.Clear(hessian);
        AddCurvature(prediction, curvatures, hessian, curvature);
        AddPenalty(hessian, Columns);
        return gradient;
    }

    /// <summary>The gradient of the smooth part, and its second-order model without negative curvature.</summary>
    /// <param name="parameters">The point.</param>
    /// <param name="prediction">The predictions at the point.</param>
    /// <param name="held">The damping added to the diagonal of the second derivative.</param>
    public virtual (double[] Gradient, ISecondOrder Model) SecondOrder(double[] parameters, double[] prediction, double held)
    {
        var hessian = new double[Columns * Columns];
        var gradient = SmoothGradient(parameters, prediction, hessian, Curvature.GaussNewton);
        for (var j = 0; j < Columns; j++) hessian[j * (Columns + 1)] += held;
        return (gradient, new DenseSecondOrder(this, hessian));
    }

    public override double[] RowOf(int row) => Design.AsSpan(row * Columns, Columns).ToArray();

    /// <summary>The most by which one step may change a prediction of a loss that is not convex.</summary>
    public virtual double LongestStep => double.PositiveInfinity;

    /// <summary>The second derivative is diagonal in the predictions.</summary>
    protected virtual bool CurvesByRow => true;

    public override void AddTransposed(ReadOnlySpan<double> slopes, Span<double> target) => Gram.AddTransposed(Design, Columns, slopes, target);

    /// <summary>The relevant part of a change of the predictions: a loss over rows of classes sees differences only.</summary>
    public virtual double[] Relative(double[] along) => along;

    /// <summary>hessian += the mean loss's second derivative. The curvatures may be changed.</summary>
    protected virtual void AddCurvature(ReadOnlySpan<double> prediction, double[] curvatures, double[] hessian, Curvature curvature)
    {
        Weigh(curvatures, curvature);
        Gram.AddWeighted(Design, Columns, curvatures, hessian);
    }

    /// <summary>Multiplies curvatures by the weights of their rows.</summary>
    protected void Weigh(double[] curvatures, Curvature curvature)
    {
        var largest = 1.0;
        foreach (var value in curvatures) largest = double.IsFinite(value) ? Math.Max(largest, Math.Abs(value)) : largest;
        for (var i = 0; i < Rows; i++)
        {
            // An infinite curvature (|r|^1.5 at 0) is replaced by a very large one.
            var bent = double.IsFinite(curvatures[i]) ? curvatures[i] : 1e6 * largest;
            curvatures[i] = Share[i] * (curvature == Curvature.GaussNewton ? Math.Max(bent, 0) : bent);
        }
    }

    /// <summary>Products with the second derivative at these predictions without negative curvature, and its diagonal.</summary>
    public virtual (Func<double[], double[]> Times, double[] Diagonal) SecondDerivative(double[] prediction) =>
        ConjugateGradients.ByRow(this, prediction);

    /// <summary>The derivative and curvature of the loss without its kinks, for each row.</summary>
    public void SmoothSlopes(ReadOnlySpan<double> prediction, Span<double> slopes, Span<double> curvatures)
    {
        if (_kinksOfRow.Length == 0)
        {
            _terms.Evaluate(prediction, slopes, curvatures);
            return;
        }

        var beside = prediction.ToArray();
        for (var i = 0; i < beside.Length; i++)
        {
            foreach (var kink in _kinksOfRow[i])
            {
                var step = Touching * Math.Max(Kinks.Unit, Math.Abs(kink.At));
                if (Math.Abs(prediction[i] - kink.At) <= step) beside[i] = kink.At - step;
            }
        }

        _terms.Evaluate(beside, slopes, curvatures);
        for (var i = 0; i < beside.Length; i++)
        {
            foreach (var kink in _kinksOfRow[i])
            {
                if (beside[i] > kink.At) slopes[i] -= kink.Jump / Share[i];
            }
        }
    }

    /// <summary>The objective and a subgradient: at a kink the derivative that the loss defines.</summary>
    public double ValueAndSubgradient(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        var slopes = new double[Rows];
        var value = _terms.Evaluate(Predict(parameters), slopes, []) + PenaltyValue(parameters);
        for (var i = 0; i < slopes.Length; i++) slopes[i] *= Share[i];
        gradient.Clear();
        AddTransposed(slopes, gradient);
        for (var j = 0; j < Columns; j++) gradient[j] += -_linear[j] * Math.Sign(parameters[j]);
        if (Penalty is not null) FixedOrder.AddScaled(1, PenaltyTimes(parameters), gradient);
        return value;
    }

    /// <summary>The derivative of the loss for each row, as the loss defines it.</summary>
    public void Slopes(ReadOnlySpan<double> prediction, Span<double> slopes) => _terms.Evaluate(prediction, slopes, []);

    public double[] PenaltyTimes(ReadOnlySpan<double> parameters)
    {
        var product = new double[Columns];
        for (var j = 0; j < Penalized; j++)
        {
            product[j] = Penalty is { } diagonal && diagonal.Length == Penalized
                ? diagonal[j] * parameters[j]
                : FixedOrder.Dot(Penalty.AsSpan(j * Penalized, Penalized), parameters[..Penalized]);
        }

        return product;
    }

    /// <summary>matrix += Λ.</summary>
    protected void AddPenalty(double[] matrix, int columns)
    {
        for (var j = 0; j < Penalized && Penalty is not null; j++)
        {
            if (Penalty.Length == Penalized) matrix[(j * columns) + j] += Penalty[j];
            else FixedOrder.AddScaled(1, Penalty.AsSpan(j * Penalized, Penalized), matrix.AsSpan(j * columns, Penalized));
        }
    }

    private const double Touching = 1e-14;
}
