using System.Text;
using System.Text.Json;
using Minima.Tabular;

namespace Minima.Explorer.Answers;

/// <summary>A table that the reader dropped on the page, read as <c>minima fit</c> reads a file for a loss: its target, and its last columns of numbers before it.</summary>
internal static class TableAnswer
{
    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        var bytes = Encoding.UTF8.GetBytes(question.GetProperty("text").GetString()!);
        var names = Table.FromStream(new MemoryStream(bytes), "the table").Columns;
        var table = Table.FromStream(new MemoryStream(bytes), "the table", names[^1]);
        var data = FitTable.Read(table, AskedLoss.Of(question), new FitOptions(), default);
        var most = question.GetProperty("features").GetInt32();
        var first = Math.Max(0, data.Features.Columns.Length - most);
        writer.WriteString("target", data.Target.Name);
        writer.Doubles("values", data.Target.Values);
        Texts(writer, "classes", data.Target.Classes);
        Texts(writer, "names", data.Features.Names[first..]);
        writer.WriteStartArray("columns");
        foreach (var column in data.Features.Columns[first..])
        {
            writer.WriteStartArray();
            foreach (var value in column) writer.WriteNumberValue(value);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void Texts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts) writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}
