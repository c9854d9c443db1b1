using System.Text.Json;
using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Writes boosted trees as JSON: everything that <c>minima predict</c> needs, and the settings of the boosting, but nothing that depends on clock or threads.</summary>
internal static class BoostedModelWriter
{
    public const string Format = "minima-boosted";
    public const int Version = 1;

    public static string Write(BoostedTrees trees) => SavedModelWriter.Write(Format, Version, json =>
    {
        Table(json, trees);
        json.WritePropertyName("trees");
        json.WriteRawValue(trees.Model.ToJson());
    });

    /// <summary>The model without its trees.</summary>
    public static string WriteTable(BoostedTrees trees) => SavedModelWriter.Write(Format, Version, json => Table(json, trees), indented: false);

    private static void Table(Utf8JsonWriter json, BoostedTrees trees)
    {
        Loss(json, trees);
        Columns(json, trees);
        if (trees.Options is { } options) Settings(json, options, trees.Rows);
        json.WriteNumber("rows", trees.Rows);
        SavedModelWriter.Marks(json, trees.MissingMarks);
        SavedModelWriter.Texts(json, "notes", trees.Notes.Select(note => note.English));
    }

    private static void Loss(Utf8JsonWriter json, BoostedTrees trees)
    {
        json.WriteString("loss", trees.Loss);
        json.WritePropertyName("parameters");
        SavedModelWriter.Parameters(json, trees.Parameters);
        FitModelWriter.Inputs(json, trees.Inputs);
        json.WriteString("target", trees.Target);
        if (trees.Mark is { } mark) json.WriteString("mark", mark);
        json.WriteString("task", PredictionTasks.Word(trees.Task));
        SavedModelWriter.Mapping(json, trees.Mapping);
        if (trees.Grades.Count > 0) SavedModelWriter.Texts(json, "grades", trees.Grades);
        json.WriteString("link", Wording.Snake(trees.Link));
        if (trees.Threshold is { } threshold) json.WriteNumber("threshold", Math.Clamp(threshold, double.MinValue, double.MaxValue));
        if (trees.Outputs is { } outputs) json.WriteString("outputs", Wording.Snake(outputs));
        if (trees.Thresholds.Count > 0) FitModelWriter.Numbers(json, "thresholds", trees.Thresholds);
        if (trees.FactsColumn is { } facts) json.WriteString(trees.Survival is null ? "query" : "event", facts);
        if (trees.Survival is { } survival) FitModelWriter.Survival(json, survival);
        if (trees.Distribution is { } distribution) FitModelWriter.Distribution(json, distribution);
    }

    private static void Columns(Utf8JsonWriter json, BoostedTrees trees)
    {
        json.WriteStartArray("columns");
        foreach (var column in trees.Columns)
        {
            json.WriteStartObject();
            json.WriteString("column", column.Name);
            json.WriteString("kind", Wording.Snake(column.Kind));
            if (column.Kind == BoostedColumnKind.Category) SavedModelWriter.Texts(json, "levels", column.Levels);
            if (column.Mark is { } mark) json.WriteString("mark", mark);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("weight", trees.Weight);
        json.WriteString("group", trees.Group);
    }

    private static void Settings(Utf8JsonWriter json, BoostOptions options, int rows)
    {
        json.WriteStartObject("settings");
        json.WriteString("engine", Engine(options.Engine));
        json.WriteNumber("rounds", options.Rounds);
        json.WriteNumber("rate", options.Rate);
        json.WriteString("growth", Wording.Snake(options.Growth));
        json.WriteNumber("depth", options.Depth);
        json.WriteNumber("leaves", options.Leaves);
        json.WriteNumber("bins", options.Bins);
        json.WriteNumber("one_hot", options.OneHot);
        json.WriteNumber("min_rows", options.MinRows);
        json.WriteNumber("clear_rows", options.LeastRows);
        json.WriteNumber("min_curvature", options.MinCurvature);
        json.WriteNumber("min_gain", options.MinGain);
        json.WriteNumber("l2", options.L2);
        json.WriteNumber("row_share", options.RowShareOf(rows));
        json.WriteNumber("column_share", options.ColumnShare);
        json.WriteStartObject("monotone");
        foreach (var (column, direction) in options.Monotone.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteNumber(column, direction);
        json.WriteEndObject();
        json.WriteStartArray("interactions");
        foreach (var set in options.Interactions)
        {
            json.WriteStartArray();
            foreach (var column in set) json.WriteStringValue(column);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("held_out", options.HeldOut);
        json.WriteNumber("early_stop", options.EarlyStop);
        json.WriteBoolean("refit", options.Refit);
        json.WriteNumber("seed", options.Seed);
        json.WriteEndObject();
    }

    /// <summary>The name of an engine in the file.</summary>
    public static string Engine(BoostEngine engine) => engine == BoostEngine.XGBoost ? "xgboost" : "minima";
}
