namespace Minima.Tabular;

/// <summary>Converts the outputs of a model to distributions.</summary>
internal sealed class HeadReader
{
    private const double Near = 3e-3;

    /// <summary>Some units in the last place.</summary>
    private const double Rounding = 1e-15;

    private readonly HeadPlan _plan;
    private readonly IHeadTerms _terms;
    private readonly double _power;
    private readonly TargetRange _range;

    /// <param name="plan">The heads.</param>
    /// <param name="loss">The loss with the learned constants.</param>
    /// <param name="range">The range of the targets that the model was trained on.</param>
    public HeadReader(HeadPlan plan, Loss loss, TargetRange range)
    {
        (_plan, _range, _terms) = (plan, range, HeadTerms.Of(plan, loss, reads: true));
        _power = plan.Reading == HeadReading.Dispersion ? HeadTerms.PowerOf(plan, loss) : 0;
    }

    /// <summary>The distribution of each row.</summary>
    /// <param name="outputs">The outputs, row after row.</param>
    public Func<int, PredictiveDistribution> Of(double[] outputs)
    {
        var heads = _plan.Heads.Count;
        var values = _plan.Heads.Select(_ => new double[outputs.Length / heads]).ToArray();
        new HeadValues(_plan).Fill(outputs, values);
        return row => Of([.. values.Select(of => of[row])], row);
    }

    /// <summary>The distribution of the numbers of one row.</summary>
    private PredictiveDistribution Of(double[] numbers, int row)
    {
        if (!Array.TrueForAll(numbers, double.IsFinite)) throw DataException.Create($"row {row + 1}", "the distribution that the model predicts has parameters that are not finite", "rows like the training rows are expected", "Check the row, or train again on rows like it.");
        if (_plan.Reading == HeadReading.Quantiles) return new QuantileCurve(_plan.Levels, _plan.IsRearranged ? [.. numbers.Order()] : numbers);
        if (_plan.Reading == HeadReading.Steps) return new StepDistribution(new(numbers));
        LogDensityFunction formula = _plan.Reading == HeadReading.Score ? Slope(numbers) : (values, logs) => Evaluate(numbers, values, logs);
        var isCount = _plan.Reading == HeadReading.Counts || (_plan.Reading == HeadReading.Dispersion && _power == 1);
        if (isCount && CountTable.Of(formula) is { } counts) return counts;
        double[] about = [.. numbers, .. numbers.Select(Math.Exp), .. _range.Typical];
        var atom = _plan.Reading == HeadReading.Dispersion && _power is > 1 and < 2 ? DispersionTerms.Zero(_power, _plan.IsLogarithm ? Math.Exp(numbers[0]) : numbers[0], numbers[1]) : 0;
        return DensityTable.Of(formula, isCount ? new(0, double.PositiveInfinity) : _plan.Support, about, _range.Spread, Math.Min(atom, 1 - 1e-12));
    }

    private void Evaluate(double[] numbers, ReadOnlySpan<double> target, Span<double> logs)
    {
        var values = new double[numbers.Length][];
        for (var h = 0; h < values.Length; h++)
        {
            values[h] = new double[target.Length];
            Array.Fill(values[h], numbers[h]);
        }

        _terms.Evaluate(values, target, logs, []);
        for (var i = 0; i < logs.Length; i++) logs[i] = -logs[i];
    }

    /// <summary>The density behind a ranked probability score: half its second derivative with respect to the target.</summary>
    private LogDensityFunction Slope(double[] numbers)
    {
        double[] at = [.. numbers, .. _range.Typical], scores = new double[at.Length];
        Evaluate(numbers, at, scores);

        // The score of a likely target is a fraction of the distribution's scale.
        var step = Near * scores.Select(Math.Abs).Where(score => score > 0).DefaultIfEmpty(_range.Spread).Min();
        return (values, logs) =>
        {
            double[] three = [.. values, .. values, .. values];
            for (var i = 0; i < values.Length; i++) (three[i], three[i + (2 * values.Length)]) = (three[i] - step, three[i] + step);
            var scored = new double[three.Length];
            Evaluate(numbers, three, scored);
            for (var i = 0; i < logs.Length; i++)
            {
                var (before, here, after) = (-scored[i], -scored[i + values.Length], -scored[i + (2 * values.Length)]);
                var curvature = before - (2 * here) + after;

                // Far out the curvature is smaller than the rounding of scores and positions; the remainder there would give a density without end.
                var rounding = Rounding * (Math.Abs(before) + (2 * Math.Abs(here)) + Math.Abs(after) + Math.Abs(values[i]));
                logs[i] = curvature > rounding ? Math.Log(curvature / (2 * step * step)) : double.NegativeInfinity;
            }
        };
    }
}
