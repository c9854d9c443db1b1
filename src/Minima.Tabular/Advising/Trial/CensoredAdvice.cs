using System.Globalization;

namespace Minima.Tabular;

/// <summary>
/// Advice if some targets are known only as "at least": losses that treat a censored target as a time that was exceeded. No metric of a comparison
/// judges such targets, and every loss that treats a censored target as the target itself predicts too little.
/// </summary>
internal static class CensoredAdvice
{
    private const int Losses = 3;
    private const int Steps = 60;
    private const string Word = "1, 0";

    /// <summary>The parameter of the formula: the standard deviation of the errors.</summary>
    private const string Spread = "s";

    private static readonly string[] Yes = ["1", "true", "yes", "y", "t", "是", "真"];
    private static readonly string[] No = ["0", "false", "no", "n", "f", "否", "假"];

    public static Advice Of(AdviceContext context, IReadOnlyList<TableCheck> checks)
    {
        var name = context.Options.CutColumn!;
        var isEvent = context.Options.Censored is null;
        var cut = Cut(context, name, isEvent);
        var values = context.Target.Values;
        var positive = values.Min() > 0;
        var scale = Math.Round(Scale(context.Design, positive ? Array.ConvertAll(values, Math.Log) : values, cut), 4);
        var count = cut.Count(c => c);
        var known = new Localized(
            $"the column '{name}' says that {count} of {cut.Length} targets ({AdviceContext.Percent((double)count / cut.Length)}) are only \"at least\". A loss that treats them as exact (mse, mae) predicts too little; this one treats them as lower bounds.",
            $"列“{name}”标明 {cut.Length} 个目标值中有 {count} 个（{AdviceContext.Percent((double)count / cut.Length)}）只知道“至少是”。把它们当作目标值本身的损失（mse、mae）会预测得偏低；这个损失把它们当作下界。");
        var losses = new List<AdvisedLoss>();
        if (positive)
        {
            foreach (var entry in Catalogue.All.Where(e => e.Suits.HasFlag(LossPurpose.Censoring)).OrderByDescending(e => e.IsPoint).ThenByDescending(e => e.Preference).Take(Losses))
            {
                var parameters = entry.Parameters.Any(p => p.Name == "scale" && p.BindsInput is null) ? $"scale={Number(scale)}" : "";
                losses.Add(new(entry, parameters) { IsControl = losses.Count > 0, Reason = losses.Count == 0 ? known + Width(scale) : new("made for times of which some are censored.", "专为部分删失的时间设计。") });
            }
        }

        AdvisedFit? fit = null;
        if (isEvent && positive)
        {
            fit = new(losses[0].Loss, new FitOptions { Inputs = new Dictionary<string, string>(StringComparer.Ordinal) { ["event"] = name } });
        }
        else if (Text(name, isEvent, positive) is { } formula)
        {
            var loss = new LossSpec(TextLoss.Entry(formula, [Spread]), new Dictionary<string, object?>(StringComparer.Ordinal) { [Spread] = scale });
            fit = new(loss, new FitOptions());
            if (!positive) losses.Add(new(loss) { Reason = known + Width(scale) });
        }

        return new Advice
        {
            Context = context,
            Checks = checks,
            Losses = losses,
            Fit = fit,
            IsTried = false,
            DefaultIsFine = false,
            Unmet = losses.Count > 0 ? [] : [known],
        };
    }

    private static Localized Width(double scale) => new(
        $" Its scale {Number(scale)} is that of the errors, estimated by a quick fit that accounts for censoring.", $"其尺度 {Number(scale)} 是误差的尺度，由考虑删失的快速拟合估计。");

    /// <summary>The likelihood of a normal error, of the logarithm if targets are positive: the density of an observed target, the probability of exceeding a censored one.</summary>
    private static string? Text(string column, bool isEvent, bool positive)
    {
        if (!column.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') || !char.IsAsciiLetter(column[0]) || column is "p" or "t" or "s" or "e" or "pi") return null;
        var (seen, cut) = isEvent ? (column, $"(1-{column})") : ($"(1-{column})", column);
        var target = positive ? "log(t)" : "t";
        return $"{seen}*((({target}-p)/s)^2/2 + log(s)) - {cut}*log_ndtr((p-{target})/s)";
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static bool[] Cut(AdviceContext context, string name, bool isEvent)
    {
        var column = context.Data.Features.First(f => f.Name == name);
        return [.. column.Cells.Select((cell, i) =>
        {
            var word = cell.Trim().ToLowerInvariant();
            var yes = Yes.Contains(word, StringComparer.Ordinal) || (column.IsNumeric && column.Numbers[i] == 1);
            if (!yes && !No.Contains(word, StringComparer.Ordinal) && !(column.IsNumeric && column.Numbers[i] == 0))
            {
                throw DataException.Create(
                    $"{context.Data.Name}, line {context.Data.Lines[i]}, column {DataException.Quote(name)}",
                    cell.Length == 0 ? "the cell is empty" : $"it has {DataException.Quote(cell)}",
                    $"{Word}, or yes and no, are expected in a column that marks the targets that are {(isEvent ? "events" : "only \"at least\"")}",
                    "Write it like this, or name another column.");
            }

            return yes != isEvent;
        })];
    }

    /// <summary>The standard deviation of normal errors of which some are censored, by expectation maximisation.</summary>
    private static double Scale(DesignMatrix design, double[] targets, bool[] cut)
    {
        var ones = Array.ConvertAll(targets, _ => 1.0);
        var expected = (double[])targets.Clone();
        var spread = Math.Sqrt(Math.Max(1e-12, Variance(targets)));
        for (var step = 0; step < Steps; step++)
        {
            var beta = QuickFit.Solve(design, ones, expected);
            var squares = 0.0;
            for (var i = 0; i < targets.Length; i++)
            {
                var mean = FixedOrder.Dot(design.Row(i), beta);
                if (!cut[i])
                {
                    squares += (targets[i] - mean) * (targets[i] - mean);
                    continue;
                }

                var z = Math.Clamp((targets[i] - mean) / spread, -30, 30);
                var hazard = Hazard(z);
                expected[i] = mean + (spread * hazard);
                squares += spread * spread * (1 + (z * hazard));
            }

            spread = Math.Max(1e-6, Math.Sqrt(squares / targets.Length));
        }

        return spread;
    }

    /// <summary>The normal density over the probability of exceeding z, by its continued fraction if that probability is small.</summary>
    private static double Hazard(double z)
    {
        if (z > 5)
        {
            var fraction = z;
            for (var k = 30; k >= 1; k--) fraction = z + (k / fraction);
            return fraction;
        }

        return Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) / Beyond(z);
    }

    /// <summary>1 - Φ(z), for z up to 5, by the series of Φ about 0.</summary>
    private static double Beyond(double z)
    {
        if (z < -8) return 1;
        var (term, sum) = (z, z);
        for (var k = 1; k < 200 && Math.Abs(term) > 1e-17; k++)
        {
            term *= z * z / (2 * k + 1);
            sum += term;
        }

        return Math.Max(1e-300, 0.5 - (sum * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)));
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Average(v => (v - mean) * (v - mean));
    }
}
