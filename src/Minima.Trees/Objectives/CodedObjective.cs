namespace Minima.Trees;

/// <summary>A <see cref="RowObjective"/> as boosting sees it: with weights, and the curvature that splits divide by.</summary>
internal sealed class CodedObjective : IBoostObjective
{
    [ThreadStatic]
    private static int[]? _numbers;

    private readonly RowObjective _objective;
    private readonly double[]? _weight;

    public CodedObjective(RowObjective objective, TreeData data, Curvature? curvature)
    {
        (_objective, Targets, _weight, Outputs) = (objective, data.Target, data.Weight, objective.Start.Count);
        if (Outputs == 0 || objective.Start.Any(score => !double.IsFinite(score))) throw new BoostException($"{objective.Name}: its start has no scores, or one that is not finite; there is nothing to boost.");
        if (curvature is Curvature.Bound) throw new BoostException($"{objective.Name}: a bound of the second derivative is proved of formulas of one number a row, and this loss learns several; take the positive or the constant curvature.");
        if (curvature is Curvature.Weight) throw new BoostException($"{objective.Name}: derivative divided by residual is a curvature of one number a row, and this loss learns several; take the positive or the constant curvature.");
        (Curvature, CurvatureReason) = curvature is { } given ? (given, "chosen by the caller")
            : objective.HasJumps ? (Curvature.Constant, "the gradient jumps, so the curvature is 0 or infinite")
            : (Curvature.GaussNewton, "the positive part of the exact diagonal");
    }

    public int Outputs { get; }

    public bool IsParabola => false;

    public bool IsConvex => false;

    public IReadOnlyList<(double Factor, double Offset)> Bends => _objective.JumpsAtTarget ? [(1, 0)] : [];

    public bool SearchesStart => false;

    public bool GuessIsBest => true;

    public double[] Targets { get; }

    public Curvature Curvature { get; }

    public string CurvatureReason { get; }

    public double[] Guess(double[] targets, double[]? weights, bool areAll) => [.. _objective.Start];

    public void Evaluate(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures)
    {
        var numbers = rows.Numbers(_numbers ??= new int[RowBlock.Most]);
        _objective.Evaluate(numbers, scores, output, values, slopes, curvatures);
        Weigh(numbers, curvature, values, slopes, curvatures);
    }

    public void EvaluateAlong(in RowBlock rows, ReadOnlySpan<double> scores, int output, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures)
    {
        var numbers = rows.Numbers(_numbers ??= new int[RowBlock.Most]);
        _objective.EvaluateAlong(numbers, scores, output, values, slopes, curvatures);
        Weigh(numbers, curvature, values, slopes, curvatures);
    }

    private void Weigh(ReadOnlySpan<int> numbers, Curvature curvature, Span<double> values, Span<double> slopes, Span<double> curvatures)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (curvature == Curvature.Constant) curvatures[i] = 1;
            else if (curvature == Curvature.GaussNewton) curvatures[i] = Math.Max(0, curvatures[i]);
            if (_weight is null) continue;
            var weight = _weight[numbers[i]];
            (values[i], slopes[i], curvatures[i]) = (weight * values[i], weight * slopes[i], weight * curvatures[i]);
        }
    }
}
