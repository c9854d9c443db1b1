using Minima.Cli.Compare;

namespace Minima.Cli.Fit;

/// <summary>
/// The objective in the parameters that the solvers see: the mean loss at X y, half of yᵀ Λ y, and the bends, which are those of
/// the loss and those of an l1 penalty. Without the bends it is smooth.
/// </summary>
internal class FitObjective
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
    public FitObjective(double[] design, int columns, IRowTerms terms, double[]? penalty, double[] linear, Kinks kinks)
    {
        Design = design;
        Columns = columns;
        _terms = terms;
        Penalty = penalty;
        _linear = linear;
        Kinks = kinks;
        var byRow = kinks.Items.Where(kink => kink.Row >= 0).ToLookup(kink => kink.Row);
        _kinksOfRow = byRow.Count == 0 ? [] : [.. Enumerable.Range(0, design.Length / columns).Select(row => byRow[row].ToArray())];
    }

    public double[] Design { get; }

    public int Columns { get; }

    /// <summary>How many predictions there are.</summary>
    public virtual int Rows => Design.Length / Columns;

    public double[]? Penalty { get; }

    public Kinks Kinks { get; }

    public double[] Share => _terms.Share;

    /// <summary>The same objective with more of a quadratic penalty.</summary>
    public virtual FitObjective WithPenalty(double[] penalty) => new(Design, Columns, _terms, AddedPenalty(penalty), _linear, Kinks);

    /// <summary>Λ with more added.</summary>
    protected double[] AddedPenalty(double[] penalty)
    {
        if (Penalty is { } mine)
        {
            var sum = new double[Columns * Columns];
            AddPenalty(sum);
            if (penalty.Length == sum.Length) FixedOrder.AddScaled(1, penalty, sum);
            else if (mine.Length == Columns) sum = [.. penalty.Zip(mine, (a, b) => a + b)];
            else for (var j = 0; j < Columns; j++) sum[(j * Columns) + j] += penalty[j];
            penalty = sum;
        }

        return penalty;
    }

    public virtual double[] Predict(ReadOnlySpan<double> parameters)
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

    /// <summary>
    /// The gradient of the smooth part, and its second derivative where one is asked for. On a bend, slope and curvature are those
    /// just left of it.
    /// </summary>
    public double[] SmoothGradient(ReadOnlySpan<double> parameters, ReadOnlySpan<double> prediction, double[]? hessian, Curvature curvature = Curvature.Exact)
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
        AddPenalty(hessian);
        return gradient;
    }

    /// <summary>How far one step may move a prediction of a loss that is not convex.</summary>
    public virtual double LongestStep => double.PositiveInfinity;

    /// <summary>Each prediction has a curvature of its own, and none with another.</summary>
    protected virtual bool CurvesByRow => true;

    /// <summary>target += the gradient that the predictions' slopes, multiplied by their shares, give.</summary>
    public virtual void AddTransposed(ReadOnlySpan<double> slopes, Span<double> target) => Gram.AddTransposed(Design, Columns, slopes, target);

    /// <summary>What matters of a change of the predictions: a loss over rows of classes sees differences only.</summary>
    public virtual double[] Relative(double[] along) => along;

    /// <summary>hessian += the mean loss's second derivative. The curvatures may be changed.</summary>
    protected virtual void AddCurvature(ReadOnlySpan<double> prediction, double[] curvatures, double[] hessian, Curvature curvature)
    {
        var largest = 1.0;
        foreach (var value in curvatures) largest = double.IsFinite(value) ? Math.Max(largest, Math.Abs(value)) : largest;
        for (var i = 0; i < Rows; i++)
        {
            // A slope that rises without bound (|r|^1.5 at 0) is a very large curvature.
            var bent = double.IsFinite(curvatures[i]) ? curvatures[i] : 1e6 * largest;
            curvatures[i] = Share[i] * (curvature == Curvature.GaussNewton ? Math.Max(bent, 0) : bent);
        }

        Gram.AddWeighted(Design, Columns, curvatures, hessian);
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
                var step = Touching * Math.Max(1, Math.Abs(kink.At));
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
        for (var j = 0; j < Columns; j++)
        {
            product[j] = Penalty is { } diagonal && diagonal.Length == Columns
                ? diagonal[j] * parameters[j]
                : FixedOrder.Dot(Penalty.AsSpan(j * Columns, Columns), parameters);
        }

        return product;
    }

    /// <summary>matrix += Λ.</summary>
    private void AddPenalty(double[] matrix)
    {
        if (Penalty is null) return;
        if (Penalty.Length == matrix.Length) FixedOrder.AddScaled(1, Penalty, matrix);
        else for (var j = 0; j < Columns; j++) matrix[(j * Columns) + j] += Penalty[j];
    }

    private const double Touching = 1e-14;
}
