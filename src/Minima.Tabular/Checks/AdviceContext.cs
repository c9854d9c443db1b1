using System.Globalization;

namespace Minima.Tabular;

/// <summary>The input of the checks: data, target, request, thresholds, and quick fits that are made once, on first use.</summary>
internal sealed class AdviceContext
{
    /// <summary>The fewest rows for a check of residuals.</summary>
    public const int FewestRows = 40;

    /// <summary>The rows of each segment of the fit in which the dispersion is measured.</summary>
    private const int RowsPerStretch = 150;

    /// <summary>The distance, in robust standard deviations, from which a cell is far off.</summary>
    private const double FarOff = 10;

    /// <summary>The interquartile range of a normal distribution, in standard deviations.</summary>
    private const double QuartilesOfNormal = 1.3489795003921634;

    private readonly Lazy<(AdviceColumn Column, double Median, double Spread)[]> _spreads;
    private readonly Lazy<DesignMatrix> _design;
    private readonly Lazy<double[]> _fitted;
    private readonly Lazy<double[]> _scaled;
    private readonly Lazy<(double[] Residuals, double[] Common)> _local;
    private readonly Lazy<(int[] Rows, double[] Residuals, bool IsLog)> _natural;
    private readonly Lazy<double[]> _means;
    private (double Low, double High)? _halves;
    private readonly Lazy<double[][]> _probabilities;

    public AdviceContext(AdviceData data, AdviceTarget target, AdviceOptions options)
    {
        Data = data;
        Target = target;
        Options = options;
        Thresholds = new(options.Thresholds);
        _design = new(() => DesignMatrix.Of(data, options.Censored, options.Event));
        _fitted = new(() => QuickFit.Held(Design, target.Values));
        _local = new(() => LocalResiduals.Of(Design, [.. target.Values.Zip(Fitted, (y, f) => y - f)]));
        _natural = new(Natural);
        _scaled = new(Scale);
        _spreads = new(Spreads);
        _means = new(() => QuickFit.Poisson(Design, target.Values));
        _probabilities = new(() => [.. (target.Classes.Count == 2 ? [1] : Enumerable.Range(0, target.Classes.Count))
            .Select(c => QuickFit.HeldProbability(Design, [.. target.Codes.Select(k => k == c ? 1.0 : 0)]))]);
    }

    public AdviceData Data { get; }

    /// <summary>The same request for the same rows with other columns.</summary>
    public AdviceContext Of(AdviceData data) => new(data, Target, Options) { UnreadDates = UnreadDates };

    /// <summary>The same rows without a column.</summary>
    public AdviceContext Without(string column) => Of(Data.Without(column));

    public AdviceTarget Target { get; }

    /// <summary>Columns that are no features because they hold dates that are not read, with some of their cells.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Cells)> UnreadDates { get; init; } = [];

    public AdviceOptions Options { get; }

    public Thresholds Thresholds { get; }

    public DesignMatrix Design => _design.Value;

    /// <summary>The predictions of a fit to the other folds.</summary>
    public double[] Fitted => _fitted.Value;

    /// <summary>Target minus fit, without the nonlinear effects that the fit misses.</summary>
    public double[] Residuals => _local.Value.Residuals;

    /// <summary>The fit corrected by the common error of rows with similar features.</summary>
    public double[] Followed => field ??= [.. Fitted.Zip(_local.Value.Common, (f, c) => f + c)];

    /// <summary>
    /// The errors on the scale on which they are to be judged. For skewed positive amounts this is the ratio to the fit, on the scale with the shorter tails: its
    /// logarithm, or its cube root, which makes a gamma distribution nearly normal. Otherwise the residuals in units of their dispersion.
    /// </summary>
    public double[] NaturalResiduals => _natural.Value.Residuals;

    /// <summary>The rows of these residuals: if many amounts are 0, the others.</summary>
    public int[] NaturalRows => _natural.Value.Rows;

    /// <summary>Errors are ratios: the natural model of the target is one of its logarithm.</summary>
    public bool HasLogScale => _natural.Value.IsLog;

    /// <summary>No evidence that errors above are longer than errors below, so that the mean, the median and any centre between are the same.</summary>
    public bool IsSymmetric => NoResiduals is not null || (Math.Abs(Skewness) < 0.05 || Math.Abs(Skewness) * Math.Sqrt(Data.Rows) / NumberChecks.ErrorOfSkewness < 3);

    /// <summary>The L-skewness of the residuals.</summary>
    private double Skewness => field is 0 ? field = OrderStatistics.LMoments(Residuals).Skewness : field;

    /// <summary>Residuals in units of their dispersion among rows of a similar fit, so that a growing dispersion is not mistaken for heavy tails.</summary>
    public double[] ScaledResiduals => _scaled.Value;

    /// <summary>The rank correlation of the size of the residuals and the fit.</summary>
    public double SpreadCorrelation => field is 0 ? field = OrderStatistics.Correlation(OrderStatistics.Ranks([.. Residuals.Select(Math.Abs)]), OrderStatistics.Ranks(Followed)) : field;

    /// <summary>The residuals grow, or shrink, with the fit, by more than chance.</summary>
    public bool SpreadGrows => SpreadIsCorrelated && SpreadPassesChance && GrowsThroughout;

    /// <summary>The correlation of dispersion and fit is above the threshold.</summary>
    public bool SpreadIsCorrelated => Math.Abs(SpreadCorrelation) > Thresholds[Thresholds.Spread];

    /// <summary>The correlation of dispersion and fit is larger than chance makes it for this number of rows.</summary>
    public bool SpreadPassesChance => Math.Abs(SpreadCorrelation) * Math.Sqrt(Data.Rows) > 3.5;

    /// <summary>
    /// The rank correlations of the size of the residuals and the fit, among the rows of low fits and among those of high ones. Null if the fit misses no nonlinear effect,
    /// so that only a changing dispersion can cause a correlation.
    /// </summary>
    public (double Low, double High)? SpreadOfHalves
    {
        get
        {
            if (Array.TrueForAll(_local.Value.Common, c => c == 0)) return null;
            return _halves ??= Halves();

            (double Low, double High) Halves()
            {
                var order = Enumerable.Range(0, Residuals.Length).OrderBy(i => Followed[i]).ToArray();
                var half = order.Length / 2;
                return (Of(order[..half]), Of(order[^half..]));
            }

            double Of(int[] rows) => OrderStatistics.Correlation(OrderStatistics.Ranks([.. rows.Select(i => Math.Abs(Residuals[i]))]), OrderStatistics.Ranks([.. rows.Select(i => Followed[i])]));
        }
    }

    /// <summary>
    /// The dispersion grows among the rows of low fits and among those of high ones. A nonlinear effect that the fit misses leaves residuals in one
    /// place only.
    /// </summary>
    private bool GrowsThroughout
    {
        get
        {
            return SpreadOfHalves is not var (low, high) || (Grows(low) && Grows(high));

            bool Grows(double rho) => Math.Sign(rho) == Math.Sign(SpreadCorrelation) && Math.Abs(rho) > 0.05;
        }
    }

    /// <summary>The means of a Poisson fit.</summary>
    public double[] Means => _means.Value;

    /// <summary>Held-out probabilities: of the upper class of two, or of each of several classes against the rest.</summary>
    public double[][] Probabilities => _probabilities.Value;

    /// <summary>The reason that residuals cannot be examined, or null.</summary>
    public Localized? NoResiduals => Data.Rows < FewestRows
        ? new($"{Data.Rows} rows are too few to tell; {FewestRows} are needed.", $"只有 {Data.Rows} 行，不足以判断；至少需要 {FewestRows} 行。")
        : Design.Width < 2
            ? new("no column is left to fit the target with.", "没有可用来拟合目标值的列。")
            : Data.Rows < 3 * Design.Width
                ? new($"{Data.Rows} rows are too few for the {Design.Width} coefficients of a quick fit.", $"{Data.Rows} 行不足以拟合 {Design.Width} 个系数。")
                : null;

    public static string Short(double x) => double.IsInfinity(x) ? x > 0 ? "∞" : "-∞"
        : x.ToString(Math.Abs(x) switch { >= 1e7 or (> 0 and < 1e-4) => "0.##e0", >= 1000 => "0", >= 100 => "0.#", >= 10 => "0.##", >= 1 => "0.###", _ => "0.####" }, CultureInfo.InvariantCulture);

    public static string Percent(double share) => share.ToString(share is > 0 and < 0.1 ? "0.0 %" : "0 %", CultureInfo.InvariantCulture);

    /// <summary>A row with its target and its fit.</summary>
    public ExampleRow Example(int row) => Example(row, Fitted[row]);

    /// <summary>A row with its target and a fit.</summary>
    public ExampleRow Example(int row, double fitted)
    {
        var cell = $"{Data.Target.Name} = {Data.Target.Show(row)}";
        var strange = Strange(row);
        return new(Data.Lines[row], new Localized(
            $"{cell}, fitted {Short(fitted)}{(strange is null ? "" : $"; {strange.Value.Cell} is far off (median {Short(strange.Value.Median)})")}",
            $"{cell}，拟合值 {Short(fitted)}{(strange is null ? "" : $"；{strange.Value.Cell} 偏离很远（中位数 {Short(strange.Value.Median)}）")}"));
    }

    /// <summary>The cell of a row that lies farthest from the others of its column, if it is more than <see cref="FarOff"/> robust standard deviations away: it may be mistyped.</summary>
    private (string Cell, double Median)? Strange(int row)
    {
        (string, double)? found = null;
        var farthest = FarOff;
        foreach (var (column, median, spread) in _spreads.Value)
        {
            var distance = Math.Abs(column.Numbers[row] - median) / spread;
            if (!(distance > farthest))
            {
                continue;
            }

            farthest = distance;
            found = ($"{column.Name} = {column.Show(row)}", median);
        }

        return found;
    }

    /// <summary>Median and robust standard deviation of each numeric column; a column of which half is one value is left out.</summary>
    private (AdviceColumn Column, double Median, double Spread)[] Spreads()
    {
        var spreads = new List<(AdviceColumn, double, double)>();
        foreach (var column in Data.Features.Where(f => f.IsNumeric))
        {
            double[] sorted = [.. column.Numbers.Where(x => !double.IsNaN(x)).Order()];
            var spread = (sorted[sorted.Length * 3 / 4] - sorted[sorted.Length / 4]) / QuartilesOfNormal;
            if (spread > 0)
            {
                spreads.Add((column, sorted[sorted.Length / 2], spread));
            }
        }

        return [.. spreads];
    }

    private (int[] Rows, double[] Residuals, bool IsLog) Natural()
    {
        var all = Enumerable.Range(0, Target.Values.Length).ToArray();
        var positive = Array.FindAll(all, i => Target.Values[i] > 0);
        var zeros = Target.Values.Min() == 0 && positive.Length < all.Length;
        if (Target.Values.Min() < 0 || positive.Length < FewestRows || positive.Length < 3 * Design.Width) return (all, ScaledResiduals, false);
        var design = zeros ? Design.Only(positive) : Design;
        double[] logs = [.. positive.Select(i => Math.Log(Target.Values[i]))];
        var fitted = QuickFit.Held(design, logs);
        var (ratios, _) = LocalResiduals.Of(design, [.. logs.Zip(fitted, (y, f) => y - f)]);
        var (skew, _) = OrderStatistics.LMoments(Residuals);
        var (ofLogs, ofLogsKurtosis) = OrderStatistics.LMoments(ratios);
        double[] roots = [.. ratios.Select(r => Math.Exp(r / 3))];
        var (ofRoots, ofRootsKurtosis) = OrderStatistics.LMoments(roots);
        var isLog = Target.Task == PredictionTask.Positive || zeros || (skew > Thresholds[Thresholds.Skew] && Math.Min(Math.Abs(ofLogs), Math.Abs(ofRoots)) < 0.6 * skew);
        if (!isLog) return (all, ScaledResiduals, false);
        var natural = Math.Max(Math.Abs(ofRoots), ofRootsKurtosis) < Math.Max(Math.Abs(ofLogs), ofLogsKurtosis) ? roots : ratios;
        var middle = RobustScale.Median(natural);
        double[] centred = [.. natural.Select(x => x - middle)];
        var spread = OrderStatistics.SpreadAboutZero(centred);
        return (positive, [.. centred.Select(x => x / spread)], true);
    }

    private double[] Scale()
    {
        var residuals = Residuals;
        var order = Enumerable.Range(0, residuals.Length).ToArray();
        Array.Sort((double[])Followed.Clone(), order);
        var scaled = new double[residuals.Length];
        var stretches = SpreadGrows ? Math.Clamp(residuals.Length / RowsPerStretch, 1, 20) : 1;
        for (var s = 0; s < stretches; s++)
        {
            var rows = order[(s * order.Length / stretches)..((s + 1) * order.Length / stretches)];
            var spread = OrderStatistics.SpreadAboutZero([.. rows.Select(i => residuals[i])]);
            foreach (var i in rows)
            {
                scaled[i] = residuals[i] / spread;
            }
        }

        return scaled;
    }
}
