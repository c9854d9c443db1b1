using System.Text;
using System.Text.Json;
using Minima.Tabular;

namespace Minima.Explorer.Answers;

/// <summary>
/// A user's table, read as <c>minima fit</c> reads it: first its columns, then some of them as numbers. If there are more rows than a page can draw, a uniform sample of them is drawn.
/// </summary>
internal static class TableAnswer
{
    private const ulong Seed = 1;

    public static void Write(JsonElement question, Utf8JsonWriter writer)
    {
        if (question.TryGetProperty("bytes", out var bytes))
        {
            var given = bytes.GetBytesFromBase64();
            writer.WriteString("encoding", EncodingGuess.Of(given, isWhole: question.GetProperty("isWhole").GetBoolean()) ?? EncodingGuess.Utf8);
            return;
        }

        // The page has already decoded the bytes.
        var text = Encoding.UTF8.GetBytes(question.GetProperty("text").GetString()!);
        var source = TableSource.OfStream(new MemoryStream(text, writable: false), question.GetProperty("name").GetString()!, leavesOpen: false) with { Encoding = Encoding.UTF8 };
        if (question.TryGetProperty("target", out var target)) Numbers(source, target.GetString()!, [.. question.GetProperty("features").EnumerateArray().Select(name => name.GetString()!)], question.GetProperty("most").GetInt32(), writer);
        else Columns(source, writer);
    }

    /// <summary>The columns, with a flag for those that hold only numbers.</summary>
    private static void Columns(TableSource source, Utf8JsonWriter writer)
    {
        CellColumn[] columns = [];
        writer.WriteNumber("rows", CsvFile.Read(source, (header, _) => columns = [.. header.Select(name => new CellColumn(source.Name, name))], _ => { }));
        var decimalCommas = NumberForm.HasDecimalCommas(columns.Select(column => column.Form));
        writer.WriteStartArray("columns");
        foreach (var column in columns)
        {
            var read = column.Finish(isTarget: false, decimalCommas);
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteBoolean("isNumber", read.Kind == TableColumnKind.Number && read.Missing == 0);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>No cell of the columns may be missing, as in a fit. A target of two texts becomes 0 and 1, which a note reports.</summary>
    private static void Numbers(TableSource source, string target, string[] features, int most, Utf8JsonWriter writer)
    {
        var notes = new List<string>();
        ColumnBuilder answers = new(source.Name, target, isTarget: true);
        var columns = Array.ConvertAll(features, name => new ColumnBuilder(source.Name, name, isTarget: false));
        var read = CsvFile.Read(source, Choose, _ => { });
        var decimalCommas = NumberForm.HasDecimalCommas([answers.Form, .. columns.Select(column => column.Form)]);
        answers.FileHasDecimalCommas = decimalCommas;
        var values = TargetReader.Read(answers, source.Name, new CsvReadOptions { Target = target }, notes).Values;
        if (answers.Note.Length > 0) notes.Add(answers.Note);
        var rows = RowSampling.Of(read, most, Seed);
        writer.Doubles("target", Array.ConvertAll(rows, row => values[row]));
        writer.WriteStartArray("features");
        foreach (var column in columns)
        {
            column.FileHasDecimalCommas = decimalCommas;
            var numbers = column.Numbers();
            if (column.Note.Length > 0) notes.Add(column.Note);
            writer.DoublesValue(Array.ConvertAll(rows, row => numbers[row]));
        }

        writer.WriteEndArray();
        writer.WriteNumber("rows", read);
        writer.WriteStartArray("notes");
        foreach (var note in notes)
        {
            writer.WriteStartObject();
            writer.WriteString("en", note);
            writer.WriteString("zh", LibraryMessages.All.Translate(note));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();

        ICellReader?[] Choose(string[] header, IReadOnlyList<string> unnamed)
        {
            notes.AddRange(unnamed);
            var readers = new ICellReader?[header.Length];
            readers[CsvFile.Find(header, target, source.Name, "target")] = answers;
            foreach (var column in columns) readers[CsvFile.Find(header, column.Name, source.Name, "x")] = column;
            return readers;
        }
    }
}
