namespace Minima.Tabular;

/// <summary>
/// The objective in the parameters that the solvers see: the mean loss at X y, half of yᵀ Λ y, and the bends, which are those of
/// the loss and those of an l1 penalty. Without the bends it is smooth.
/// </summary>
internal class FitObjective : BentModel
{
    private readonly IRowTerms _terms;
    private readonly double[] _linear;
    private readonly Kink[][] _kinksOfRow;

    /// <param name="design">X: one row after the other.</param>
    /// <param name="columns">How many columns, the intercept's among them.</param>
    /// <param name="terms">The loss.</param>
    /// <param name="penalty">Λ in full, or its diagonal when it has no other entries, or null for none.</param>
    /// <param name="linear">The slope of each parameter's l1 term left of 0; its bend is among the bends.</param>
    /// <param name="kinks">All bends.</param>
    /// <param name="rows">How many predictions there are, where it is not one for each row of X.</param>
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

    /// <summary>The parameters behind these have no penalty.</summary>
    public virtual int Penalized => Columns;

    /// <summary>The slope of each parameter's l1 term left of 0.</summary>
    protected double[] Linear => _linear;

    public double[] Share => _terms.Share;

    /// <summary>The same objective with more of a quadratic penalty.</summary>
    public virtual FitObjective WithPenalty(double[] penalty) => new(Design, Columns, _terms, AddedPenalty(penalty), _linear, Kinks);

    /// <summary>Λ with more added.</summary>
    protected double[] AddedPenalty(double[] penalty)
    {
        if (Penalty is { } mine)
        {
            // A diagonal is put into the other's where that is full.
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

    /// <summary>The objective, bends and penalties included.</summary>
    public double Value(ReadOnlySpan<double> parameters) => _terms.Evaluate(Predict(parameters), [], []) + PenaltyValue(parameters);

    /// <summary>The mean loss alone.</summary>
    public double MeanLoss(ReadOnlySpan<double> prediction) => _terms.Evaluate(prediction, [], []);

    /// <summary>What the penalties add.</summary>
    public double PenaltyValue(ReadOnlySpan<double> parameters)
    {
        var value = 0.0;
        if (Penalty is not null) value += 0.5 * FixedOrder.Dot(parameters, PenaltyTimes(parameters));

        // Left of 0 an l1 term falls with this slope; right of 0 it rises as fast.
        for (var j = 0; j < Columns; j++) value += -_linear[j] * Math.Abs(parameters[j]);
        return value;
    }

    /// <summary>Value and slope along a line, for the prediction and the parameters on it; at a bend the engine's slope.</summary>
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
    /// <param name="parameters">Where.</param>
    /// <param name="prediction">The predictions there.</param>
    /// <param name="held">What is added to the diagonal of the second derivative.</param>
    public virtual (double[] Gradient, ISecondOrder Model) SecondOrder(double[] parameters, double[] prediction, double held)
    {
        var hessian = new double[Columns * Columns];
        var gradient = SmoothGradient(parameters, prediction, hessian, Curvature.GaussNewton);
        for (var j = 0; j < Columns; j++) hessian[j * (Columns + 1)] += held;
        return (gradient, new DenseSecondOrder(this, hessian));
    }

    public override double[] RowOf(int row) => Design.AsSpan(row * Columns, Columns).ToArray();

    /// <summary>How far one step may move a prediction of a loss that is not convex.</summary>
    public virtual double LongestStep => double.PositiveInfinity;

    /// <summary>Each prediction has a curvature of its own, and none with another.</summary>
    protected virtual bool CurvesByRow => true;

    public override void AddTransposed(ReadOnlySpan<double> slopes, Span<double> target) => Gram.AddTransposed(Design, Columns, slopes, target);

    /// <summary>What matters of a change of the predictions: a loss over rows of classes sees differences only.</summary>
    public virtual double[] Relative(double[] along) => along;

    /// <summary>hessian += the mean loss's second derivative. The curvatures may be changed.</summary>
    protected virtual void AddCurvature(ReadOnlySpan<double> prediction, double[] curvatures, double[] hessian, Curvature curvature)
    {
        Weigh(curvatures, curvature);
        Gram.AddWeighted(Design, Columns, curvatures, hessian);
    }

    /// <summary>Multiplies curvatures by their shares.</summary>
    protected void Weigh(double[] curvatures, Curvature curvature)
    {
        var largest = 1.0;
        foreach (var value in curvatures) largest = double.IsFinite(value) ? Math.Max(largest, Math.Abs(value)) : largest;
        for (var i = 0; i < Rows; i++)
        {
            // A slope that rises without bound (|r|^1.5 at 0) is a very large curvature.
            var bent = double.IsFinite(curvatures[i]) ? curvatures[i] : 1e6 * largest;
            curvatures[i] = Share[i] * (curvature == Curvature.GaussNewton ? Math.Max(bent, 0) : bent);
        }
    }

    /// <summary>Products with the second derivative at these predictions, negative curvature left out, and its diagonal.</summary>
    public virtual (Func<double[], double[]> Times, double[] Diagonal) SecondDerivative(double[] prediction) =>
        ConjugateGradients.ByRow(this, prediction);

    /// <summary>For each row the slope and curvature of the loss without its bends.</summary>
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

    /// <summary>The objective and a subgradient: at a bend the engine's slope.</summary>
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

    /// <summary>For each row the mean loss's slope as the engine gives it.</summary>
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
