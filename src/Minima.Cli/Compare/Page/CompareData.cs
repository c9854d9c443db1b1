using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Analysis;
using Minima.Cli.Explain;
using Minima.Pages;
using Minima.Tabular;
using Minima.Writers;

namespace Minima.Cli.Compare;

/// <summary>The numbers of a comparison that the charts of its page draw.</summary>
internal sealed class CompareData(ComparisonResult result)
{
    private const int MostPoints = 700;
    private const int Bins = 41;
    private const int Shares = 60;
    private const int TopRows = 10;
    private const int MostClasses = 12;

    // Residuals beyond this many robust standard deviations count in the outermost bins.
    private const double Reach = 5;

    private readonly ComparisonRow[] _rows = [.. result.Rows];

    /// <summary>True if the target is a number, so that there are residuals.</summary>
    public bool IsNumeric => result.Data.Classes.Count == 0 && result.Data.Targets.Count == 1;

    public bool HasSample => _rows.Any(row => row.Rows.Target.Count > 0);

    public bool HasCosts => _rows.Any(row => row.Rows.Loss is { Count: > 0 });

    public bool HasCalibration => _rows.Any(row => row.Calibration.Count > 0);

    public bool HasCostCurves => _rows.Any(row => row.Alarms?.Curve[0].Cost is not null);

    public bool HasReliability => _rows.Any(row => row.Reliability is not null);

    public bool HasLearning => _rows.Any(row => row.Learning.Count > 0);

    public bool HasRobustness => _rows.Any(row => row.Robustness.Count > 0);

    public bool HasDifferences => _rows.Any(row => row.Differences.Count > 0);

    public bool HasConfusion => HasSample && result.Data.Classes.Count is > 1 and <= MostClasses && result.Data.Targets.Count == 1;

    /// <summary>The losses whose curves can share an axis with the default's.</summary>
    public IReadOnlyList<int> Drawn { get; } = [.. Enumerable.Range(0, result.Rows.Count).Where(i => SharesAxis(result.Rows[i].Loss, result.Default.Loss))];

    /// <summary>Rows that charts show first: the default, the winner, the best others, the best constant.</summary>
    public IReadOnlyList<int> Shown()
    {
        var best = Enumerable.Range(0, _rows.Length).Where(i => !_rows[i].Failed && _rows[i].Find(result.Metric)?.Mean is not null)
            .OrderBy(i => result.Metric.Badness(_rows[i].Find(result.Metric)!.Mean!.Value)).ToArray();
        var control = Array.FindIndex(_rows, row => row.Kind == RowKind.Default);
        var winner = Array.FindIndex(_rows, row => row.Kind == RowKind.Loss && row.Name == result.Verdict.Best);
        return [.. new[] { control, winner }.Where(i => i >= 0).Concat(best.Where(i => _rows[i] is { Kind: RowKind.Loss, IsTwin: false }).Take(4)).Distinct().Take(4)];
    }

    /// <summary>The functions of the curves.</summary>
    public string Functions()
    {
        var script = new StringBuilder();
        foreach (var i in Drawn)
        {
            var loss = _rows[i].Loss!;
            script.Append(CultureInfo.InvariantCulture, $"minima.functions[\"{i}\"] = {{ value: ").Append(FormulaWriter.Write(loss, FormulaLanguage.JavaScript).TrimEnd());
            if (loss.Entry.Inputs[0].Differentiated)
            {
                script.Append(",\ngradient: ").Append(FormulaWriter.WriteDerivative(loss, FormulaLanguage.JavaScript).TrimEnd());
            }

            script.Append(" };\n");
        }

        return script.ToString();
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("metric", result.Metric.Key);
        writer.WriteStartObject("metrics");
        foreach (var metric in result.Metrics)
        {
            writer.WriteStartObject(metric.Key);
            writer.Localized("name", CompareWords.NameOf(metric));
            writer.Localized("goal", CompareWords.GoalOf(metric));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteString("target", string.Join(", ", result.Data.Targets));
        Texts(writer, "classes", result.Data.Classes);
        writer.WriteBoolean("numeric", IsNumeric);
        writer.WriteStartArray("shown");
        foreach (var i in Shown())
        {
            writer.WriteNumberValue(i);
        }

        writer.WriteEndArray();
        if (result.Corruption is { } corruption)
        {
            writer.WriteBoolean("labels", corruption.Kind == CorruptionKind.Labels);
        }

        WriteAxis(writer);
        WriteSample(writer);
        writer.WriteStartArray("rows");
        var bounds = Bounds();
        for (var i = 0; i < _rows.Length; i++)
        {
            WriteRow(writer, i, bounds);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The axis of the losses' curves: some robust standard deviations of the residuals, if there are any.</summary>
    private void WriteAxis(Utf8JsonWriter writer)
    {
        if (Drawn.Count == 0)
        {
            return;
        }

        var curves = new Curves(LossAnalysis.Of(result.Default.Loss!));
        if (OfClasses(result.Default.Loss!))
        {
            writer.WriteStartObject("axis");
            writer.Localized("label", new("score of a row of the upper class", "正类样本的得分"));
            writer.WriteNumber("from", -4);
            writer.WriteNumber("to", 4);
            writer.WriteNumber("one", -1);
            writer.WriteEndObject();
            return;
        }

        var inUnits = curves.Coordinate == LossCoordinate.Residual && result.ResidualScale is > 0;
        var (from, to) = inUnits ? (-3 * result.ResidualScale!.Value, 3 * result.ResidualScale.Value) : (curves.From, curves.To);
        writer.WriteStartObject("axis");
        writer.Localized("label", curves.Coordinate switch
        {
            LossCoordinate.Residual => new("residual = prediction − target", "残差 = 预测值 − 目标值"),
            LossCoordinate.Margin => new("margin = target × prediction", "间隔 = 目标值 × 预测值"),
            _ => new($"prediction, the target at {Quantity.Digits(curves.Targets[0])}", $"预测值（目标值取 {Quantity.Digits(curves.Targets[0])}）"),
        });
        writer.WriteNumber("from", from);
        writer.WriteNumber("to", to);
        // The coordinate at which every curve is scaled to 1: losses have units of their own, and a factor changes nothing.
        writer.WriteNumber("one", inUnits ? result.ResidualScale!.Value : curves.Coordinate == LossCoordinate.Residual ? 1 : curves.Coordinate == LossCoordinate.Margin ? -1 : from + (to - from) / 4);
        writer.WriteEndObject();
    }

    private int[] Kept()
    {
        var count = _rows.Max(row => row.Rows.Target.Count);
        var take = Math.Min(count, MostPoints);
        return [.. Enumerable.Range(0, take).Select(k => (int)((long)k * count / take))];
    }

    private void WriteSample(Utf8JsonWriter writer)
    {
        if (_rows.FirstOrDefault(row => row.Rows.Target.Count > 0)?.Rows is not { } sample)
        {
            return;
        }

        var kept = Kept();
        writer.WriteStartObject("sample");
        writer.WriteNumber("of", sample.Target.Count);
        writer.Rounded("lines", kept.Select(k => (double)sample.Lines[k]), 15);
        writer.Rounded("targets", kept.Select(k => sample.Target[k]));
        writer.WriteEndObject();
    }

    /// <summary>The ends of the residuals' histogram, the same for every loss.</summary>
    private (double Low, double High) Bounds()
    {
        if (!IsNumeric || !HasSample)
        {
            return default;
        }

        var residuals = result.Default.Rows.Residuals.Where(double.IsFinite).Order().ToArray();
        if (residuals.Length == 0)
        {
            return default;
        }

        var centre = residuals[residuals.Length / 2];
        var spread = result.ResidualScale is > 0 and { } scale ? scale : Math.Max(1e-12, residuals[residuals.Length * 3 / 4] - residuals[residuals.Length / 4]);
        var reach = Math.Min(Reach * spread, Math.Max(centre - residuals[0], residuals[^1] - centre) * 1.1);
        return (PageJson.Round(centre - reach, 3), PageJson.Round(centre + reach, 3));
    }

    private void WriteRow(Utf8JsonWriter writer, int index, (double Low, double High) bounds)
    {
        var row = _rows[index];
        writer.WriteStartObject();
        writer.Localized("name", CompareWords.NameOf(row));
        writer.WriteString("kind", Wording.Snake(row.Kind));
        writer.WriteStartObject("differences");
        foreach (var difference in row.Differences)
        {
            writer.Rounded(difference.Metric.Key, [difference.Mean, difference.Low, difference.High, difference.SimultaneousLow, difference.SimultaneousHigh, difference.P, difference.AdjustedP ?? double.NaN]);
        }

        writer.WriteEndObject();
        if (row.Alarms is { } alarms)
        {
            writer.WriteStartObject("alarms");
            writer.Rounded("x", alarms.Curve.Select(point => point.Share));
            writer.Rounded("y", alarms.Curve.Select(point => point.Recall));
            writer.WriteEndObject();
            if (HasCostCurves)
            {
                writer.WriteStartObject("alarm-costs");
                writer.Rounded("x", alarms.Curve.Select(point => point.Share));
                writer.Rounded("y", alarms.Curve.Select(point => point.Cost!.Value));
                writer.WriteEndObject();
            }
        }

        if (row.Curves.Count > 0)
        {
            writer.WriteStartArray("survival");
            foreach (var group in row.Curves)
            {
                writer.WriteStartObject();
                writer.Rounded("x", group.Times);
                writer.Rounded("y", group.Predicted);
                writer.Rounded("seen", group.Observed);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (row.Reliability is { } reliability)
        {
            writer.WriteStartObject("reliability");
            writer.Rounded("x", reliability.Levels.Select(level => level.Level));
            writer.Rounded("y", reliability.Levels.Select(level => level.Below));
            writer.WriteEndObject();
            writer.WriteStartObject("places");
            writer.Rounded("x", reliability.Pit.Select((_, k) => (k + 0.5) / reliability.Pit.Count));
            writer.Rounded("y", reliability.Pit);
            writer.WriteEndObject();
        }

        WriteCurve(writer, "learning", row.Learning);
        WriteCurve(writer, "robustness", row.Robustness);
        if (row.Calibration.Count > 0)
        {
            writer.WriteStartObject("calibration");
            writer.Rounded("x", row.Calibration.Select(b => b.Predicted));
            writer.Rounded("y", row.Calibration.Select(b => b.Observed));
            writer.Rounded("rows", row.Calibration.Select(b => (double)b.Rows), 15);
            writer.WriteEndObject();
        }

        if (row.Rows.Target.Count > 0)
        {
            writer.Rounded("predictions", Kept().Select(k => row.Rows.Prediction[k]), 5);
            if (bounds.High > bounds.Low)
            {
                writer.Rounded("histogram", Histogram([.. row.Rows.Residuals], bounds));
                writer.Rounded("bins", [bounds.Low, bounds.High]);
            }
            else if (HasConfusion)
            {
                WriteConfusion(writer, row);
            }
        }

        if (row.Rows.Loss is { Count: > 0 } costs)
        {
            WriteCosts(writer, row, costs);
        }

        if (Drawn.Contains(index))
        {
            var loss = row.Loss!;
            writer.WriteBoolean("drawn", true);
            writer.WriteNumber("unit", loss.Entry.HasUnitResidual && result.ResidualScale is > 0 and { } unit ? unit : 1);
            if (FreeInputs(loss) == 2)
            {
                writer.WriteNumber("at", OfClasses(loss) ? loss.DomainOf(1).High : new Curves(LossAnalysis.Of(result.Default.Loss!)).Targets[0]);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteCurve(Utf8JsonWriter writer, string name, IReadOnlyList<CurvePoint> curve)
    {
        if (curve.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.Rounded("x", curve.Select(p => p.X));
        writer.Rounded("y", curve.Select(p => p.Value ?? double.NaN));
        writer.Rounded("low", curve.Select(p => p.ByFold.Min() ?? double.NaN));
        writer.Rounded("high", curve.Select(p => p.ByFold.Max() ?? double.NaN));
        writer.WriteEndObject();
    }

    /// <summary>Proportions of rows; values outside the bounds count in the outermost bins.</summary>
    private static double[] Histogram(double[] values, (double Low, double High) bounds)
    {
        var counts = new double[Bins];
        var finite = values.Where(double.IsFinite).ToArray();
        foreach (var value in finite)
        {
            counts[Math.Clamp((int)((value - bounds.Low) / (bounds.High - bounds.Low) * Bins), 0, Bins - 1)] += 1.0 / finite.Length;
        }

        return counts;
    }

    private void WriteConfusion(Utf8JsonWriter writer, ComparisonRow row)
    {
        var classes = result.Data.Classes.Count;
        var counts = new int[classes, classes];

        // For two classes the prediction is the probability of the second, or an uncalibrated score if the loss gives no probability.
        var threshold = row.Kind == RowKind.Constant || row.Calibration.Count > 0 ? 0.5 : 0;
        for (var k = 0; k < row.Rows.Target.Count; k++)
        {
            var prediction = classes > 2 ? row.Rows.Prediction[k] : row.Rows.Prediction[k] > threshold ? 1 : 0;
            var (truth, predicted) = ((int)row.Rows.Target[k], (int)prediction);
            if (truth >= 0 && truth < classes && predicted >= 0 && predicted < classes)
            {
                counts[truth, predicted]++;
            }
        }

        writer.WriteStartArray("confusion");
        for (var truth = 0; truth < classes; truth++)
        {
            writer.WriteStartArray();
            for (var predicted = 0; predicted < classes; predicted++)
            {
                writer.WriteNumberValue(counts[truth, predicted]);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    /// <summary>The most costly rows and their proportion of the total. A loss that may be negative has no proportions.</summary>
    private static void WriteCosts(Utf8JsonWriter writer, ComparisonRow row, IReadOnlyList<double> costs)
    {
        var order = Enumerable.Range(0, costs.Count).Where(k => double.IsFinite(costs[k])).OrderByDescending(k => costs[k]).ThenBy(k => k).ToArray();
        var total = order.Sum(k => costs[k]);
        if (order.Length == 0 || costs[order[^1]] < 0 || !(total > 0) || !double.IsFinite(total))
        {
            return;
        }

        writer.WriteStartObject("costs");
        var points = Enumerable.Range(0, Shares + 1).Select(i => (int)Math.Round(order.Length * Math.Pow((double)i / Shares, 2))).Distinct().ToArray();
        var sums = new double[order.Length + 1];
        for (var k = 0; k < order.Length; k++)
        {
            sums[k + 1] = sums[k] + costs[order[k]];
        }

        writer.Rounded("x", points.Select(p => (double)p / order.Length));
        writer.Rounded("y", points.Select(p => sums[p] / total));
        writer.WriteStartArray("top");
        foreach (var k in order.Take(TopRows))
        {
            writer.WriteStartArray();
            foreach (var value in new[] { row.Rows.Lines[k], row.Rows.Target[k], row.Rows.Prediction[k], costs[k], costs[k] / total })
            {
                writer.FiniteValue(PageJson.Round(value, 6));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>For classes, curves share an axis as costs of a score for the upper class; for numbers, if they are functions of the same quantity through the same link.</summary>
    private static bool SharesAxis(Loss? loss, Loss? control) =>
        loss is not null && control is not null && LossAnalysis.CanAnalyse(loss) && LossAnalysis.CanAnalyse(control) && FreeInputs(loss) <= 2 && FreeInputs(control) <= 2
        && (OfClasses(control)
            ? OfClasses(loss)
            : !OfClasses(loss) && loss.Entry.Link == control.Entry.Link && LossAnalysis.Of(loss).Coordinate == LossAnalysis.Of(control).Coordinate);

    /// <summary>Checks if the loss takes a score and one of two classes.</summary>
    private static bool OfClasses(Loss loss) => loss.Entry.Inputs is [_, { Name: "target" }, ..] && loss.DomainOf(0).IsReal && loss.DomainOf(1) is { IsLabel: true } or { Low: 0, High: 1, LowOpen: false };

    /// <summary>The number of inputs of a loss that no parameter binds to a number.</summary>
    private static int FreeInputs(Loss loss) => loss.Entry.Inputs.Count - loss.Entry.Parameters.Zip(loss.Parameters).Count(p => p.First.BindsInput is not null && p.Second is double);
}
