using System.Text;
using System.Text.Json;
using Minima.Tabular;

namespace Minima.Explorer.Answers;

/// <summary>
/// A table that somebody gave to a page, read as <c>minima fit</c> reads it: first its columns, then two of them as numbers. Beyond what a page can draw, rows are drawn evenly from all of them.
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

        // The page has decoded the bytes.
        var text = Encoding.UTF8.GetBytes(question.GetProperty("text").GetString()!);
        var source = TableSource.OfStream(new MemoryStream(text, writable: false), question.GetProperty("name").GetString()!, leavesOpen: false) with { Encoding = Encoding.UTF8 };
        if (question.TryGetProperty("target", out var target)) Numbers(source, target.GetString()!, question.TryGetProperty("x", out var x) ? x.GetString() : null, question.GetProperty("most").GetInt32(), writer);
        else Columns(source, writer);
    }

    /// <summary>The columns, and whether each holds numbers only.</summary>
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

    /// <summary>No cell of the two columns may be missing, as in a fit. A target of two texts is 0 and 1, which a note reports.</summary>
    private static void Numbers(TableSource source, string target, string? x, int most, Utf8JsonWriter writer)
    {
        var notes = new List<string>();
        ColumnBuilder answers = new(source.Name, target, isTarget: true);
        var across = x is null ? null : new ColumnBuilder(source.Name, x, isTarget: false);
        var read = CsvFile.Read(source, Choose, _ => { });
        var decimalCommas = NumberForm.HasDecimalCommas(across is null ? [answers.Form] : [answers.Form, across.Form]);
        answers.FileHasDecimalCommas = decimalCommas;
        var values = TargetReader.Read(answers, source.Name, new CsvReadOptions { Target = target }, notes).Values;
        if (answers.Note.Length > 0) notes.Add(answers.Note);
        var rows = RowSampling.Of(read, most, Seed);
        writer.Doubles("target", Array.ConvertAll(rows, row => values[row]));
        if (across is not null)
        {
            across.FileHasDecimalCommas = decimalCommas;
            var numbers = across.Numbers();
            if (across.Note.Length > 0) notes.Add(across.Note);
            writer.Doubles("x", Array.ConvertAll(rows, row => numbers[row]));
        }

        writer.WriteNumber("rows", read);
        writer.WriteStartArray("notes");
        foreach (var note in notes)
        {
            writer.WriteStartObject();
            writer.WriteString("en", note);
            writer.WriteString("zh", LibraryMessages.Table.Translate(note));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();

        ICellReader?[] Choose(string[] header, IReadOnlyList<string> unnamed)
        {
            notes.AddRange(unnamed);
            var readers = new ICellReader?[header.Length];
            readers[CsvFile.Find(header, target, source.Name, "target")] = answers;
            if (across is not null) readers[CsvFile.Find(header, across.Name, source.Name, "x")] = across;
            return readers;
        }
    }
}
