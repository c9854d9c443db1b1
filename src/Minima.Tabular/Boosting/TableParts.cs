using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Combines the parts that several processes have read into one table: a column has one kind, a text one number, and a column that is no feature in one part is none in any.</summary>
/// <param name="ranks">The processes.</param>
internal sealed class TableParts(Collective ranks)
{
    /// <summary>The columns in the order of part 0, with their kinds from all parts together.</summary>
    /// <param name="columns">The columns as this part was read.</param>
    /// <param name="isNeeded">Checks if a column of this name has a role, so that it is never dropped.</param>
    /// <exception cref="DataException">The parts do not belong together; every process has the same message.</exception>
    public TableColumn[] Together(TableColumn[] columns, Func<string, bool> isNeeded)
    {
        string[][] names = [.. Gather(writer => Write(writer, [.. columns.Select(column => column.Name)])).Select(reader => ReadTexts(reader))];
        for (var part = 1; part < names.Length; part++)
        {
            Refuse(part, [.. names[0].Except(names[part], StringComparer.Ordinal)], [.. names[part].Except(names[0], StringComparer.Ordinal)]);
        }

        var byName = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        return [.. names[0].Select(name => One(byName[name], isNeeded(name)))];
    }

    /// <summary>A column of all parts, one after the other, and the index of the first row of this part.</summary>
    /// <param name="column">One of <see cref="Together"/>.</param>
    /// <param name="rows">The rows of this part that count.</param>
    public (TableColumn All, int First) Whole(TableColumn column, int[] rows)
    {
        var counts = Numbers<int>([rows.Length]);
        var isOfTexts = column.Kind == TableColumnKind.Category;
        var all = isOfTexts
            ? TableColumn.OfTexts(column.Name, Numbers<int>(Array.ConvertAll(rows, row => column.Codes[row])), column.Levels, column.Missing)
            : column.Kind == TableColumnKind.Date ? TableColumn.OfDates(column.Name, Values(), column.Missing, column.Note) : TableColumn.OfNumbers(column.Name, Values(), column.Missing, column.Note, column.Form);
        return (all, counts.Take(ranks.Rank).Sum());

        double[] Values() => Numbers<double>(Array.ConvertAll(rows, row => column.Values[row]));
    }

    /// <summary>The numbers of all parts, one after the other.</summary>
    public T[] Numbers<T>(T[] own)
        where T : unmanaged => [.. ranks.Gather(MemoryMarshal.AsBytes(own.AsSpan())).SelectMany(bytes => MemoryMarshal.Cast<byte, T>(bytes).ToArray())];

    private static void Refuse(int part, string[] missing, string[] more)
    {
        if (missing.Length + more.Length == 0) return;
        throw DataException.Create(
            $"part {part}",
            missing.Length > 0 ? $"it lacks {(missing.Length == 1 ? "the column" : "the columns")} {DataException.List(missing)}" : $"it has {(more.Length == 1 ? "the column" : "the columns")} {DataException.List(more)}, which part 0 lacks",
            "the columns of part 0 are expected in every part",
            "Give every part the same columns; the order does not matter.");
    }

    private TableColumn One(TableColumn own, bool isNeeded)
    {
        var facts = Gather(writer => Facts(own, writer)).Select(reader => new Part(reader)).ToArray();
        var name = own.Name;
        if (Array.Find(facts, part => part.Kind == TableColumnKind.Dropped) is { } dropped) return TableColumn.Drop(name, dropped.Note);

        // A part without any value is compatible with every kind.
        var shown = facts.Where(part => part.Present > 0).ToArray();
        if (shown.Length == 0) return isNeeded ? own : TableColumn.Drop(name, DropNotes.Empty(name));
        var kind = shown[0].Kind;
        if (Array.FindIndex(facts, part => part.Present > 0 && part.Kind != kind) is >= 0 and var other)
            throw DataException.Create($"column {DataException.Quote(name)}", $"it holds {Word(facts[other].Kind)} in part {other} and {Word(kind)} in part {Array.IndexOf(facts, shown[0])}", "one kind is expected in all parts", "Write it the same way in all parts, or leave the column out.");
        var notes = shown.Select(part => part.Note).Where(note => !note.IsEmpty).Distinct().ToArray();
        if (kind == TableColumnKind.Number && notes.Length > 1)
            throw DataException.Create($"column {DataException.Quote(name)}", "commas or points of its numbers mean decimals in one part and thousands in another", "one meaning is expected in all parts", "Write numbers with a decimal point in all parts.");
        var (rows, missing) = (facts.Sum(part => (long)part.Rows), facts.Any(part => part.Present < part.Rows));
        if (kind == TableColumnKind.Category) return Texts(own, facts, rows, missing, isNeeded);
        if (!isNeeded && !missing && shown.All(part => part.Constant is { } value && value.Equals(shown[0].Constant)))
            return TableColumn.Drop(name, kind == TableColumnKind.Date ? DropNotes.SameDate(name) : DropNotes.Constant(name, Localized.Same(shown[0].Constant!.Value.ToString(CultureInfo.InvariantCulture))));
        var values = own.Values.Length > 0 ? own.Values : Enumerable.Repeat(double.NaN, own.Codes.Length).ToArray();
        var note = notes.Length > 0 ? notes[0] : own.Note;
        return kind == TableColumnKind.Date ? TableColumn.OfDates(name, values, own.Missing, note) : TableColumn.OfNumbers(name, values, own.Missing, note, own.Form);
    }

    private static TableColumn Texts(TableColumn own, Part[] facts, long rows, bool missing, bool isNeeded)
    {
        string[] levels = [.. facts.SelectMany(part => part.Levels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (!isNeeded)
        {
            if (levels.Length == rows && rows > 1) return TableColumn.Drop(own.Name, DropNotes.Identifiers(own.Name));
            if (levels.Length > CellColumn.MostLevels || CellColumn.IsTooLong(facts.Sum(part => part.Letters), facts.Sum(part => (long)part.Present), levels.Length))
                return TableColumn.Drop(own.Name, DropNotes.FreeText(own.Name, levels.Length > CellColumn.MostLevels ? null : levels.Length));
            if (levels.Length == 1 && !missing) return TableColumn.Drop(own.Name, DropNotes.Constant(own.Name, Localized.Quote(levels[0])));
        }

        var places = Array.ConvertAll(own.Levels, level => Array.BinarySearch(levels, level, StringComparer.Ordinal));
        var codes = own.Kind == TableColumnKind.Category ? Array.ConvertAll(own.Codes, code => code < 0 ? code : places[code]) : Enumerable.Repeat(StoredColumn.MissingText, own.Values.Length).ToArray();
        return TableColumn.OfTexts(own.Name, codes, levels, own.Missing);
    }

    private static string Word(TableColumnKind kind) => kind switch { TableColumnKind.Category => "texts", TableColumnKind.Date => "dates", _ => "numbers" };

    /// <summary>Writes the facts about a column of this part for the other processes.</summary>
    private static void Facts(TableColumn column, BinaryWriter writer)
    {
        var rows = Math.Max(column.Values.Length, column.Codes.Length);
        var present = column.Kind == TableColumnKind.Dropped ? 0 : Enumerable.Range(0, rows).Count(row => !column.IsMissing(row));
        var isConstant = column.Kind != TableColumnKind.Category && present == rows && rows > 0 && !column.Values.AsSpan().ContainsAnyExcept(column.Values[0]);
        writer.Write((int)column.Kind);
        writer.Write(column.Note.English ?? "");
        writer.Write(column.Note.Chinese ?? "");
        writer.Write(rows);
        writer.Write(present);
        writer.Write(isConstant ? column.Values[0] : double.NaN);
        writer.Write(column.Kind == TableColumnKind.Category ? column.Codes.Sum(code => code < 0 ? 0L : column.Levels[code].Length) : 0);
        Write(writer, column.Levels);
    }

    private static void Write(BinaryWriter writer, string[] texts)
    {
        writer.Write(texts.Length);
        foreach (var text in texts) writer.Write(text);
    }

    private static string[] ReadTexts(BinaryReader reader)
    {
        var texts = new string[reader.ReadInt32()];
        for (var i = 0; i < texts.Length; i++) texts[i] = reader.ReadString();
        return texts;
    }

    private IEnumerable<BinaryReader> Gather(Action<BinaryWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true)) write(writer);
        return ranks.Gather(bytes.ToArray()).Select(part => new BinaryReader(new MemoryStream(part), Encoding.UTF8));
    }

    /// <summary>A column of one part.</summary>
    private sealed class Part(BinaryReader reader)
    {
        public TableColumnKind Kind { get; } = (TableColumnKind)reader.ReadInt32();

        public Localized Note { get; } = new(reader.ReadString(), reader.ReadString());

        public int Rows { get; } = reader.ReadInt32();

        public int Present { get; } = reader.ReadInt32();

        /// <summary>The value common to all rows; null if it varies, or some are missing.</summary>
        public double? Constant { get; } = reader.ReadDouble() is var value && double.IsNaN(value) ? null : value;

        public long Letters { get; } = reader.ReadInt64();

        public string[] Levels { get; } = ReadTexts(reader);
    }
}
