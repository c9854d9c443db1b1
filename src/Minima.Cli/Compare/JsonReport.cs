using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Minima.Tabular;

namespace Minima.Cli.Compare;

/// <summary>The comparison as JSON: the content of the table and more, every number in full, null for missing ones.</summary>
internal static class JsonReport
{
    public static string Write(ComparisonResult result, CompareRequest request)
    {
        using var buffer = new MemoryStream();
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            Data(json, result);
            Settings(json, result);
            json.WriteStartArray("rows");
            foreach (var row in result.Rows) Row(json, result, row);
            json.WriteEndArray();
            json.WriteStartArray("not_compared");
            foreach (var exclusion in result.Excluded)
            {
                json.WriteStartObject();
                json.WriteString("loss", exclusion.Loss);
                json.WriteString("reason", exclusion.Reason.English);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartObject("verdict");
            json.WriteString("metric", result.Metric.Key);
            json.WriteString("wanted", result.Wanted.ToString());
            json.WriteString("winner", result.Verdict.Winner);
            json.WriteString("best", result.Verdict.Best);
            Number(json, "difference", result.Verdict.Difference?.Mean);
            Number(json, "standard_error", result.Verdict.Difference?.StandardError);
            Number(json, "p_corrected", result.Verdict.Difference?.AdjustedP);
            json.WriteBoolean("clear", result.Verdict.IsClear);
            Constant(json, result.Verdict.Constant);
            Bias(json, result.Verdict.Bias);
            json.WriteString("text", result.Verdict.Text.English);
            json.WriteString("metric_because", result.MetricWhy.English);
            json.WriteEndObject();
            Saving(json, "saving", result.Saving);
            Alarms(json, result.Alarms);
            Texts(json, "warnings", result.Warnings.Select(warning => warning.English));
            Checks(json, result.Checks);
            json.WriteBoolean("complete", result.IsComplete);
            json.WriteString("command", request.Command(result));
            if (result.Timings is { } timings) Time(json, timings);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void Checks(Utf8JsonWriter json, IReadOnlyList<TableCheck> checks)
    {
        json.WriteStartArray("data_checks");
        foreach (var check in checks)
        {
            json.WriteStartObject();
            json.WriteString("check", check.Name);
            json.WriteString("status", Wording.Snake(check.Status));
            Number(json, "statistic", check.Statistic);
            json.WriteString("text", check.Sentence.English);
            Numbers(json, "lines", check.Rows.Select(row => (double?)row.Line));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Constant(Utf8JsonWriter json, ConstantLead? lead)
    {
        json.WritePropertyName("constant");
        if (lead is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("name", lead.Constant.English);
        Number(json, "difference", lead.Difference);
        Numbers(json, "interval", [lead.Low, lead.High]);
        Number(json, "p", lead.P);
        json.WriteBoolean("beaten", lead.IsClear);
        json.WriteEndObject();
    }

    /// <summary>The saving over present practice; null if no cost and no column of present predictions is given.</summary>
    private static void Saving(Utf8JsonWriter json, string name, Saving? saving)
    {
        json.WritePropertyName(name);
        if (saving is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("now", saving.Now.English);
        Number(json, "now_mean", saving.NowMean);
        json.WriteString("model", saving.Model.English);
        Number(json, "model_mean", saving.ModelMean);
        Number(json, "mean", saving.Mean);
        Numbers(json, "interval", [saving.Low, saving.High]);
        json.WriteString("resampled", Wording.Snake(saving.Resampled));
        Number(json, "p", saving.P);
        json.WriteBoolean("clear", saving.IsClear);
        json.WriteString("text", saving.Sentence.English);
        if (name == "saving") Saving(json, "of_default", saving.OfDefault);
        json.WriteEndObject();
    }

    /// <summary>The decisions between two classes; null if no threshold and no cost of two classes is given.</summary>
    private static void Alarms(Utf8JsonWriter json, AlarmSummary? alarms)
    {
        json.WritePropertyName("decisions");
        if (alarms is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("model", alarms.Model.English);
        json.WriteString("class", alarms.Positive);
        json.WriteString("rule", alarms.Rule?.ToString());
        Number(json, "threshold", alarms.Threshold);
        Number(json, "probability", alarms.Probability);
        Number(json, "base_rate", alarms.Rate);
        foreach (var (name, estimate) in new (string, Estimate?)[] { ("alarms", alarms.Alarms), ("precision", alarms.Precision), ("recall", alarms.Recall) })
        {
            Number(json, name, estimate?.Value);
            Numbers(json, $"{name}_interval", [estimate?.Low, estimate?.High]);
        }

        Number(json, "lift", alarms.Lift);
        json.WriteString("text", alarms.Sentence.English);
        json.WriteStartArray("curve");
        foreach (var point in alarms.Curve)
        {
            json.WriteStartObject();
            Number(json, "share", point.Share);
            Number(json, "rows", point.Rows);
            Number(json, "precision", point.Precision);
            Number(json, "recall", point.Recall);
            Number(json, "lift", point.Lift);
            Number(json, "cost", point.Cost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Bias(Utf8JsonWriter json, BiasEstimate? bias)
    {
        json.WritePropertyName("bias");
        if (bias is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        Number(json, "mean", bias.Mean);
        Numbers(json, "interval", [bias.Low, bias.High]);
        json.WriteBoolean("beyond_luck", bias.IsBeyondLuck);
        json.WriteEndObject();
    }

    private static void Data(Utf8JsonWriter json, ComparisonResult result)
    {
        var data = result.Data;
        json.WriteStartObject("data");
        json.WriteString("name", data.Name);
        json.WriteBoolean("bundled", data.Bundled);
        json.WriteNumber("rows", data.Rows);
        json.WriteNumber("rows_used", data.RowsUsed);
        json.WriteNumber("features", data.Features);
        json.WriteString("target", data.Target);
        Texts(json, "targets", data.Targets);
        json.WriteString("task", PredictionTasks.Word(result.Task.Task));
        json.WriteBoolean("task_asked", result.Task.Asked);
        json.WriteString("task_because", result.Task.Why.English);
        Texts(json, "classes", data.Classes);
        Numbers(json, "shares", data.Shares.Select(share => (double?)share));
        Texts(json, "notes", data.Notes.Select(note => note.English));
        json.WriteEndObject();
    }

    private static void Settings(Utf8JsonWriter json, ComparisonResult result)
    {
        var plan = result.Folds;
        json.WriteStartObject("settings");
        json.WriteNumber("folds", plan.PerRepeat);
        json.WriteNumber("repeats", plan.Repeats);
        json.WriteString("split", Wording.Snake(plan.Kind));
        json.WriteString("split_by", plan.Column);
        json.WriteStartArray("used");
        foreach (var fold in plan.Folds)
        {
            json.WriteStartObject();
            json.WriteNumber("repeat", fold.Repeat);
            json.WriteNumber("fold", fold.Index);
            json.WriteNumber("train", fold.Train);
            json.WriteNumber("test", fold.Test);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNumber("inner_folds", ComparisonOptions.InnerFolds);
        json.WriteNumber("seed", result.Options.Seed);
        json.WriteString("model", string.Join(',', result.Options.Models.Select(ComparedModels.Word)));
        if (result.Options.Models.Contains(ComparedModel.Linear)) Numbers(json, "l2_grid", ComparisonOptions.Penalties.Select(l2 => (double?)l2));
        if (result.Options.Models.Contains(ComparedModel.Trees)) Numbers(json, "depths", ComparisonOptions.TreeDepths.Select(depth => (double?)depth));
        if (result.Options.Models.Contains(ComparedModel.Network)) Numbers(json, "hidden", ComparisonOptions.HiddenUnits.Select(width => (double?)width));
        Number(json, "residual_scale", result.ResidualScale);
        json.WriteString("cost", result.Options.Cost?.ToString());
        json.WriteString("unit", result.Options.Cost?.Unit);
        json.WriteString("threshold", result.Options.Threshold?.ToString());
        json.WriteString("corrupt", result.Corruption?.ToString());
        json.WriteEndObject();
    }

    private static void Row(Utf8JsonWriter json, ComparisonResult result, ComparisonRow row)
    {
        json.WriteStartObject();
        json.WriteString("name", row.Name);
        json.WriteString("kind", Wording.Snake(row.Kind));
        if (result.Task.Task == PredictionTask.Ordinal) json.WriteBoolean("as_classes", row.AsClasses);
        json.WriteString("model", row.Kind is RowKind.Default or RowKind.Loss ? ComparedModels.Word(row.Trained) : null);
        json.WriteString("same_model_as", row.IsTwin ? result.Rows.First(other => other.Model == row.Model && !other.IsTwin).Name : null);
        json.WriteString("not_judged_because", row.Objection?.English);
        json.WriteStartArray("parameters");
        foreach (var parameter in row.Parameters) Parameter(json, parameter);
        json.WriteEndArray();
        json.WriteStartObject("metrics");
        foreach (var value in row.Metrics)
        {
            json.WriteStartObject(value.Metric.Key);
            Number(json, "mean", value.Mean);
            Numbers(json, "by_fold", value.ByFold);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("differences");
        foreach (var difference in row.Differences)
        {
            json.WriteStartObject(difference.Metric.Key);
            Number(json, "mean", difference.Mean);
            Number(json, "standard_error", difference.StandardError);
            Numbers(json, "interval", [difference.Low, difference.High]);
            Numbers(json, "simultaneous_interval", [difference.SimultaneousLow, difference.SimultaneousHigh]);
            Number(json, "p", difference.P);
            Number(json, "p_corrected", difference.AdjustedP);
            Numbers(json, "by_fold", difference.ByFold.Select(value => (double?)value));
            json.WriteEndObject();
        }

        json.WriteEndObject();
        Numbers(json, "l2", row.L2.Select(l2 => (double?)l2));
        if (row.Epochs.Count > 0) Numbers(json, "epochs", row.Epochs.Select(epochs => (double?)epochs));
        if (row.Trees.Count > 0)
        {
            json.WriteStartArray("trees");
            foreach (var setting in row.Trees)
            {
                json.WriteStartObject();
                json.WriteNumber("depth", setting.Depth);
                json.WriteNumber("rate", setting.Rate);
                json.WriteNumber("rounds", setting.Rounds);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WritePropertyName("recalibration");
        if (row.Recalibration is { } recalibration)
        {
            json.WriteStartObject();
            Numbers(json, "log_loss", [recalibration.LogLossBefore, recalibration.LogLossAfter]);
            Numbers(json, "mean_probability", [recalibration.MeanBefore, recalibration.MeanAfter]);
            Number(json, "base_rate", recalibration.Rate);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNullValue();
        }

        Texts(json, "problems", row.Problems.Select(problem => problem.English));
        if (row.Calibration.Count > 0) Calibration(json, row.Calibration);
        if (row.Curves.Count > 0) Survival(json, row.Curves);
        if (row.Reliability is { } reliability) Reliability(json, reliability);
        if (row.Learning.Count > 0) Curve(json, "learning_curve", "rows", row.Learning);
        if (row.Robustness.Count > 0) Curve(json, "robustness", "share", row.Robustness);
        json.WriteEndObject();
    }

    /// <summary>Thirds of the held-out rows by predicted risk, the lowest first.</summary>
    private static void Survival(Utf8JsonWriter json, IReadOnlyList<SurvivalGroup> groups)
    {
        json.WriteStartArray("survival_curves");
        foreach (var group in groups)
        {
            json.WriteStartObject();
            json.WriteNumber("rows", group.Rows);
            Numbers(json, "times", group.Times.Select(time => (double?)time));
            Numbers(json, "predicted", group.Predicted.Select(chance => (double?)chance));
            Numbers(json, "observed", group.Observed.Select(chance => (double?)chance));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Reliability(Utf8JsonWriter json, ForecastReliability reliability)
    {
        json.WriteStartObject("reliability");
        Number(json, "interval", reliability.Interval);
        json.WriteNumber("rows", reliability.Rows);
        Numbers(json, "pit", reliability.Pit.Select(share => (double?)share));
        Numbers(json, "levels", reliability.Levels.Select(level => (double?)level.Level));
        Numbers(json, "below", reliability.Levels.Select(level => (double?)level.Below));
        json.WriteStartArray("groups");
        foreach (var group in reliability.Groups)
        {
            json.WriteStartObject();
            json.WriteString("column", group.Column);
            json.WriteString("group", group.Group);
            json.WriteNumber("rows", group.Rows);
            Number(json, "inside_50", group.Inside50);
            Number(json, "inside_90", group.Inside90);
            Number(json, "inside", group.Inside);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Calibration(Utf8JsonWriter json, IReadOnlyList<CalibrationBin> bins)
    {
        json.WriteStartArray("calibration");
        foreach (var bin in bins)
        {
            json.WriteStartObject();
            json.WriteNumber("rows", bin.Rows);
            Number(json, "predicted", bin.Predicted);
            Number(json, "observed", bin.Observed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Curve(Utf8JsonWriter json, string name, string x, IReadOnlyList<CurvePoint> curve)
    {
        json.WriteStartArray(name);
        foreach (var point in curve)
        {
            json.WriteStartObject();
            json.WriteNumber(x, point.X);
            Number(json, "mean", point.Value);
            Numbers(json, "by_fold", point.ByFold);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Time(Utf8JsonWriter json, Timings timings)
    {
        json.WriteStartObject("timings");
        json.WriteNumber("read_seconds", timings.Read);
        json.WriteNumber("compare_seconds", timings.Compare);
        json.WriteNumber("total_seconds", timings.Total);
        json.WriteStartObject("loss_seconds");
        foreach (var (loss, seconds) in timings.Losses) json.WriteNumber(loss, seconds);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Parameter(Utf8JsonWriter json, ParameterReading parameter)
    {
        json.WriteStartObject();
        json.WriteString("name", parameter.Name);
        json.WritePropertyName("value");
        ParameterJson.Write(json, parameter.Value);
        json.WriteString("origin", Wording.Snake(parameter.Origin));
        Number(json, "scales", parameter.Multiple);
        Number(json, "scale", parameter.Scale);
        if (parameter.ByFold.Count > 0) Numbers(json, "by_fold", parameter.ByFold.Select(value => (double?)value));
        json.WriteEndObject();
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double?> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            if (number is { } there && double.IsFinite(there)) json.WriteNumberValue(there);
            else json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}
