using System.Globalization;
using System.Text.Json.Nodes;
using Minima.Cli.Terminal;
using Minima.Tabular;

namespace Minima.Cli.Predict;

/// <summary>Predictions as CSV and as JSON, every number in full.</summary>
internal static class PredictionWriter
{
    /// <summary>Writes a number for each row, a number for each class, or a column for each target.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="output">Gets the lines.</param>
    /// <param name="behind">The text at the end of each row, of the header for -1; null for none.</param>
    public static void Csv(TablePrediction prediction, TextWriter output, Func<int, string>? behind = null)
    {
        if (ColumnPrediction.Of(prediction) is { } one) Csv(one, output, behind);
        else if (ClassPrediction.Of(prediction) is { } classes) Csv(classes, output, behind);
        else CsvOfTargets(prediction, output, behind);
    }

    public static string Json(TablePrediction prediction) =>
        ColumnPrediction.Of(prediction) is { } one ? Json(one) : ClassPrediction.Of(prediction) is { } classes ? Json(classes) : JsonOfTargets(prediction);

    private static void Csv(ColumnPrediction prediction, TextWriter output, Func<int, string>? behind)
    {
        output.WriteLine((prediction.Classes is null ? prediction.Quantity : $"{prediction.Quantity},class") + behind?.Invoke(-1));
        for (var i = 0; i < prediction.Values.Length; i++)
        {
            var number = prediction.Values[i].ToString("R", CultureInfo.InvariantCulture);
            output.WriteLine((prediction.Classes is null ? number : $"{number},{Cell(prediction.Classes[i])}") + behind?.Invoke(i));
        }
    }

    private static string Json(ColumnPrediction prediction)
    {
        return JsonAnswer.Line(json =>
        {
            json.WriteStartObject();
            json.WriteString("target", prediction.Target);
            json.WriteString("what", prediction.Quantity);
            json.WriteString("of_class", prediction.Class);
            json.WriteStartArray("values");
            foreach (var value in prediction.Values) json.WriteFinite(value);
            json.WriteEndArray();
            if (prediction.Classes is { } classes) json.WriteTexts("classes", classes);
            json.WriteEndObject();
        });
    }

    /// <summary>A column for each class, named after the quantity and the class; then the class itself.</summary>
    private static void Csv(ClassPrediction prediction, TextWriter output, Func<int, string>? behind)
    {
        IEnumerable<string> header = prediction.OfClasses.Select(name => Cell($"{prediction.Quantity}_{name}"));
        output.WriteLine(string.Join(',', prediction.Classes is null ? header : header.Append("class")) + behind?.Invoke(-1));
        for (var i = 0; i < prediction.Values.Length; i++)
        {
            var cells = prediction.Values[i].Select(value => value.ToString("R", CultureInfo.InvariantCulture));
            output.WriteLine(string.Join(',', prediction.Classes is null ? cells : cells.Append(Cell(prediction.Classes[i]))) + behind?.Invoke(i));
        }
    }

    private static string Json(ClassPrediction prediction)
    {
        return JsonAnswer.Line(json =>
        {
            json.WriteStartObject();
            json.WriteString("target", prediction.Target);
            json.WriteString("what", prediction.Quantity);
            json.WriteTexts("of_classes", prediction.OfClasses);
            json.WriteStartArray("values");
            foreach (var row in prediction.Values)
            {
                json.WriteStartArray();
                foreach (var value in row) json.WriteFinite(value);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            if (prediction.Classes is { } classes) json.WriteTexts("classes", classes);
            json.WriteEndObject();
        });
    }

    /// <summary>A column for each target, with its name (after the quantity, if that is not in the target's units); then the labels.</summary>
    private static void CsvOfTargets(TablePrediction prediction, TextWriter output, Func<int, string>? behind)
    {
        var width = prediction.Width;
        var header = prediction.Targets.Count == 1
            ? prediction.Further.Prepend(prediction.Quantity).Select(Cell)
            : prediction.Targets.SelectMany(name => prediction.Further.Select(further => $"{further}_{name}").Prepend(prediction.Quantity == "prediction" ? name : $"{prediction.Quantity}_{name}")).Select(Cell);
        output.WriteLine(string.Join(',', prediction.Classes.Length == 0 ? header : header.Concat(prediction.Targets.Select(Cell))) + behind?.Invoke(-1));
        for (var row = 0; row < prediction.Values.Length / width; row++)
        {
            var at = row;
            var cells = Enumerable.Range(0, width).Select(k => prediction.Values[(at * width) + k].ToString("R", CultureInfo.InvariantCulture));
            output.WriteLine(string.Join(',', cells.Concat(prediction.Classes.Select(classes => Cell(classes[at])))) + behind?.Invoke(row));
        }
    }

    private static string JsonOfTargets(TablePrediction prediction)
    {
        var width = prediction.Width;
        var json = new JsonObject
        {
            ["targets"] = new JsonArray([.. prediction.Targets.Select(name => JsonValue.Create(name))]),
            ["what"] = prediction.Quantity,
            ["values"] = new JsonArray([.. prediction.Values.Chunk(width).Select(row => Numbers(row))]),
        };
        if (prediction.Further.Count > 0) json["further"] = new JsonArray([.. prediction.Further.Select(name => JsonValue.Create(name))]);
        if (prediction.Classes.Length > 0)
            json["classes"] = new JsonArray([.. Enumerable.Range(0, prediction.Values.Length / width).Select(row => new JsonArray([.. prediction.Classes.Select(classes => JsonValue.Create(classes[row]))]))]);
        return JsonAnswer.Line(json);
    }

    public static JsonArray Numbers(IEnumerable<double> values) => new([.. values.Select(Number)]);

    /// <summary>A number, or null if it is not finite.</summary>
    public static JsonValue? Number(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;

    /// <summary>A text as a cell.</summary>
    public static string Cell(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
