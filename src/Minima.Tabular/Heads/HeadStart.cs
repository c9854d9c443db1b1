namespace Minima.Tabular;

/// <summary>The best constant outputs, and for each head the step around them that costs half a unit of the loss. In these units a penalty means the same to every head.</summary>
internal sealed class HeadStart
{
    private const int MostRows = 400;
    private const int Rounds = 3;
    private const double Rise = 0.5;
    private const double Smallest = 1e-9;
    private const int MostDoublings = 120;

    private readonly HeadPlan _plan;
    private readonly HeadLoss _loss;
    private readonly double[] _typical;
    private readonly double _spread;
    private readonly CancellationToken _cancellation;

    private HeadStart(HeadPlan plan, Loss loss, double[] target, CancellationToken cancellation)
    {
        (_plan, _cancellation) = (plan, cancellation);
        var step = Math.Max(1, target.Length / MostRows);
        double[] sample = [.. target.Order().Where((_, i) => i % step == 0)];
        _loss = new(plan, loss, sample);
        _spread = RobustScale.Scale(target);
        var mean = target.Average();
        double[] levels = plan.Levels.Length > 0 ? plan.Levels : [0.05, 0.25, 0.5, 0.75, 0.95];
        Quantiles = [.. levels.Select(level => RobustScale.Quantile(target, level))];
        _typical = [.. Quantiles, mean, .. Enumerable.Range(-6, 13).Select(k => (double)k), .. mean > 0 ? [Math.Log(mean)] : Array.Empty<double>()];
        Offsets = new double[plan.Heads.Count];
        Factors = [.. plan.Heads.Select(_ => 1.0)];
        Theta = [.. plan.Constants.Select(constant => Inverse(constant.Domain, (double)loss.Parameters[constant.Index]!))];
        Unit = 1;
    }

    /// <summary>The best constant outputs, by head.</summary>
    public double[] Offsets { get; private set; }

    /// <summary>The steps, by head.</summary>
    public double[] Factors { get; private set; }

    /// <summary>The learned numbers besides the heads.</summary>
    public double[] Theta { get; private set; }

    /// <summary>The unit of the loss: 1 for a logarithm of a density, its mean at the constant for a score in units of the target.</summary>
    public double Unit { get; private set; }

    private double[] Quantiles { get; }

    public static HeadStart Of(HeadPlan plan, Loss loss, double[] target, CancellationToken cancellation)
    {
        var start = new HeadStart(plan, loss, target, cancellation);
        if (plan.Reading == HeadReading.Quantiles) start.OfQuantiles();
        else start.Scan();
        start.Measure();
        start.Search();
        if (plan.Reading is HeadReading.Quantiles or HeadReading.Score or HeadReading.Steps) start.Unit = Math.Max(start.Value(start.Offsets), double.Epsilon);
        start.Measure();
        return start;
    }

    private double Value(double[] outputs)
    {
        _cancellation.ThrowIfCancellationRequested();
        var all = new double[_loss.Rows * outputs.Length];
        for (var i = 0; i < all.Length; i++) all[i] = outputs[i % outputs.Length];
        return _loss.Evaluate(all, Theta, [], []) / Unit;
    }

    private void OfQuantiles()
    {
        var middle = _plan.Middle;
        for (var h = 0; h < Offsets.Length; h++)
        {
            var apart = h == middle ? 0 : Math.Abs(Quantiles[h] - Quantiles[h + (h < middle ? 1 : -1)]);
            Offsets[h] = h == middle ? Quantiles[h] : Math.Log(Math.Max(apart, 1e-3 * _spread));
        }
    }

    /// <summary>Searches coarse values, one input after the other in several passes, because they depend on each other. Several numbers of one input that lie among the targets start apart.</summary>
    private void Scan()
    {
        foreach (var group in Groups().Where(IsLocation))
        {
            for (var k = 0; k < group.Length; k++) Offsets[group[k]] = group.Length == 1 ? Quantiles[Quantiles.Length / 2] : Spread((k + 0.5) / group.Length);
        }

        for (var round = 0; round < Rounds; round++)
        {
            foreach (var group in Groups())
            {
                if (group.Length > 1 && IsLocation(group)) continue;
                var (best, lowest) = (Offsets[group[0]], Value(Offsets));
                foreach (var value in _plan.Heads[group[0]].Domain.IsReal ? _typical : [.. Enumerable.Range(-14, 45).Select(k => (double)k)])
                {
                    foreach (var h in group) Offsets[h] = value;
                    var here = Value(Offsets);
                    if (here < lowest || (double.IsNaN(lowest) && double.IsFinite(here))) (best, lowest) = (value, here);
                }

                foreach (var h in group) Offsets[h] = best;
            }
        }
    }

    private double Spread(double level) => Quantiles[0] + ((Quantiles[^1] - Quantiles[0]) * level);

    private IEnumerable<int[]> Groups() => Enumerable.Range(0, _plan.Heads.Count).GroupBy(h => _plan.Heads[h].Input).Select(group => group.ToArray());

    /// <summary>An input that shifts with the target: the loss is unchanged if both are shifted by the same amount.</summary>
    private bool IsLocation(int[] group) => _plan.Reading != HeadReading.Dispersion && _plan.Heads[group[0]].Domain.IsReal && _plan.Support == Support.Real && HeadBinder.MovesWithTarget(_plan, _loss.At(Theta), group);

    /// <summary>Measures the step of each head that costs half a unit, on average over both sides.</summary>
    private void Measure()
    {
        var middle = Value(Offsets);
        for (var h = 0; h < Offsets.Length; h++)
        {
            var step = 1.0;
            var doubles = !Costs(h, step, middle);
            for (var k = 0; k < MostDoublings && Costs(h, step, middle) != doubles; k++) step *= doubles ? 2 : 0.5;
            if (!doubles) step *= 2;

            // A head that hardly affects the loss, such as one for a proportion of 0, gets an ordinary step.
            Factors[h] = step is > Smallest and < 1 / Smallest || IsLocation([h]) ? Refined(h, step / 2, step, middle) : 1;
        }
    }

    private double Refined(int h, double low, double high, double middle)
    {
        for (var k = 0; k < 20; k++)
        {
            var at = (low + high) / 2;
            if (Costs(h, at, middle)) high = at;
            else low = at;
        }

        return high;
    }

    private bool Costs(int h, double step, double middle)
    {
        var moved = (double[])Offsets.Clone();
        moved[h] = Offsets[h] + step;
        var above = Value(moved);
        moved[h] = Offsets[h] - step;
        return !(((above + Value(moved)) / 2) - middle < Rise);
    }

    /// <summary>Searches the best constants near the coarse ones.</summary>
    private void Search()
    {
        var (heads, rows) = (Offsets.Length, _loss.Rows);
        var (outputs, slopes) = (new double[rows * heads], new double[rows * heads]);
        var (offsets, factors) = (Offsets, Factors);
        var result = Minimizer.Minimize(ValueAndGradient, [.. new double[heads], .. Theta], new MinimizerOptions { MaximumIterations = 300, GradientTolerance = 1e-8, DecreaseTolerance = 1e-10 }, _cancellation);
        if (!Array.TrueForAll(result.Parameters, double.IsFinite)) return;
        Offsets = [.. offsets.Select((offset, h) => offset + (factors[h] * result.Parameters[h]))];
        Theta = result.Parameters[heads..];

        double ValueAndGradient(ReadOnlySpan<double> parameters, Span<double> gradient)
        {
            for (var i = 0; i < outputs.Length; i++) outputs[i] = offsets[i % heads] + (factors[i % heads] * parameters[i % heads]);
            var value = _loss.Evaluate(outputs, parameters[heads..], slopes, gradient[heads..]);
            gradient[..heads].Clear();
            for (var i = 0; i < slopes.Length; i++) gradient[i % heads] += factors[i % heads] * slopes[i];
            return value;
        }
    }

    /// <summary>The unconstrained number that represents a value in a domain.</summary>
    public static double Inverse(Domain domain, double value) => (double.IsFinite(domain.Low), double.IsFinite(domain.High)) switch
    {
        (true, true) => Math.Clamp((value - domain.Low) / (domain.High - domain.Low), 0.01, 0.99) is var share ? Math.Log(share / (1 - share)) : 0,
        (true, false) => Math.Log(Math.Max(value - domain.Low, 1e-6)),
        (false, true) => Math.Log(Math.Max(domain.High - value, 1e-6)),
        _ => value,
    };
}
