using System.Globalization;

namespace Minima.Tabular;

/// <summary>Reads the column of events or of queries, and checks that the target fits it.</summary>
/// <param name="file">The name of the table in messages.</param>
/// <param name="options">The options, which name one of the two.</param>
/// <param name="lines">For every row the line of the file.</param>
internal sealed class FactColumn(string file, TableOptions options, int[] lines)
{
    private const int FewestEvents = 10;

    private static readonly string[] Yes = ["1", "yes", "y", "true", "t"];
    private static readonly string[] No = ["0", "no", "n", "false", "f"];

    /// <summary>The option that names the column.</summary>
    public string Option => options.Event is not null ? "--event" : "--query";

    /// <summary>The task that follows from the column.</summary>
    public TaskChoice Task
    {
        get
        {
            var (english, chinese) = Localized.Quote((options.Event ?? options.Query)!.Trim());
            return new(options.Event is not null ? PredictionTask.Survival : PredictionTask.Ranking, false, new($"{Option} names {english}", $"{Option} 给出列{chinese}"), []);
        }
    }

    /// <summary>Events or queries, and the rows that take part.</summary>
    /// <exception cref="DataException">A cell of the column or of the target cannot be used.</exception>
    public (RowFacts Facts, int[] Rows) Read(TableColumn target, TableColumn column, int[] used, List<Localized> notes)
    {
        var who = $"{file}, target {DataException.Quote(target.Name)}";
        if (target.Kind != TableColumnKind.Number)
            throw DataException.Create(who, target.Kind == TableColumnKind.Date ? "it holds dates" : "it holds texts", options.Event is not null ? "times as numbers are expected: how long each row was observed" : "relevances as numbers are expected", "Name another column with --target.");
        if (Array.FindIndex(used, column.IsMissing) is >= 0 and var empty) throw InCell(used[empty], "the cell is empty", options.Event is not null ? "0 or 1 is expected in every row with a time" : "a query is expected in every row with a relevance");
        return options.Event is not null ? (new(Events(target, column, used, notes), null), used) : Queries(target, column, used, notes);
    }

    /// <summary>The events of a complete column: 1 or 0 for each row.</summary>
    /// <exception cref="DataException">A cell is neither, a time is not above 0, or events are too few.</exception>
    public static double[] EventsOf(TableColumn column, TargetColumn times, string file, int[] lines) =>
        new FactColumn(file, new TableOptions { Event = column.Name }, lines).Events(TableColumn.OfNumbers(times.Name, times.Values), column, [.. Enumerable.Range(0, lines.Length)], []);

    /// <summary>The sentence on the column of events, in English, as stored in models.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="happened">The number of rows that met the event.</param>
    /// <param name="rows">The number of all rows.</param>
    public static string Note(string column, int happened, int rows) =>
        $"Column {DataException.Quote(column)} marks events and is not a feature: {happened} of {rows} rows had the event, {rows - happened} were last seen without it.";

    private double[] Events(TableColumn target, TableColumn column, int[] used, List<Localized> notes)
    {
        var events = new double[lines.Length];
        foreach (var row in used)
        {
            var text = Text(column, row).Trim().ToLowerInvariant();
            if (!Yes.Contains(text, StringComparer.Ordinal) && !No.Contains(text, StringComparer.Ordinal))
                throw InCell(row, $"it is {DataException.Quote(Text(column, row))}", "1 (the event happened at this time) or 0 (the row was last seen then, without it) is expected; yes and no, true and false are accepted too");
            events[row] = Yes.Contains(text, StringComparer.Ordinal) ? 1 : 0;
            if (target.Values[row] > 0) continue;
            throw DataException.Create(
                $"{file}, line {Line(row)}, target {DataException.Quote(target.Name)}",
                FormattableString.Invariant($"it is {target.Values[row]}"),
                "a time above 0 is expected: how long the row was observed",
                target.Values[row] == 0 ? "Leave the row out, or give it a fraction of the unit, such as 0.5 for an event on the first day." : "Correct the time, or leave the row out.");
        }

        var happened = used.Count(row => events[row] == 1);
        if (happened < FewestEvents)
        {
            throw DataException.Create(
                $"{file}, --event {DataException.Quote(column.Name)}",
                happened == 0 ? "no row has an event" : $"{happened.ToString(CultureInfo.InvariantCulture)} rows have an event",
                $"at least {FewestEvents.ToString(CultureInfo.InvariantCulture)} events are expected",
                "Give more rows, or name the column in which 1 means an event.");
        }

        var note = Note(column.Name, happened, used.Length);
        notes.Add(new(note, LibraryMessages.All.Translate(note)));
        return events;
    }

    private (RowFacts Facts, int[] Rows) Queries(TableColumn target, TableColumn column, int[] used, List<Localized> notes)
    {
        if (Array.FindIndex(used, row => target.Values[row] < 0) is >= 0 and var wrong)
        {
            throw DataException.Create(
                $"{file}, line {Line(used[wrong])}, target {DataException.Quote(target.Name)}",
                FormattableString.Invariant($"it is {target.Values[used[wrong]]}"),
                "a relevance of at least 0 is expected",
                "Add the same number to all relevances, or correct the cell.");
        }

        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var queries = new int[lines.Length];
        foreach (var row in used)
        {
            var text = Text(column, row);
            if (!places.TryGetValue(text, out var place)) places[text] = place = places.Count;
            queries[row] = place;
        }

        var sizes = used.GroupBy(row => queries[row]).ToDictionary(group => group.Key, group => group.Count());
        int[] rows = Array.FindAll(used, row => sizes[queries[row]] > 1);
        var (english, chinese) = Localized.Quote(column.Name);
        if (!rows.GroupBy(row => queries[row]).Any(query => query.Select(row => target.Values[row]).Distinct().Skip(1).Any()))
        {
            throw DataException.Create(
                $"{file}, --query {DataException.Quote(column.Name)}",
                rows.Length == 0 ? "every query has one row" : "no query has rows of different relevance",
                "queries of several rows, some of them more relevant than others, are expected: there is nothing to order",
                "Name the column whose value the rows of a query share.");
        }

        notes.Add(new(
            $"Column {english} holds {sizes.Count(pair => pair.Value > 1)} queries and is no feature; a query is never on both sides of a split.",
            $"列{chinese}有 {sizes.Count(pair => pair.Value > 1)} 个查询，不作特征；同一查询的行不拆开。"));
        if (rows.Length < used.Length)
        {
            notes.Add(new(
                $"{used.Length - rows.Length} {(used.Length - rows.Length == 1 ? "query has one row and was" : "queries have one row and were")} left out: there is nothing to order.",
                $"{used.Length - rows.Length} 个查询只有一行，无从排序，未参加比较。"));
        }

        return (new(null, queries), rows);
    }

    private DataException InCell(int row, string found, string expected) => DataException.Create(
        $"{file}, line {Line(row)}, {Option} {DataException.Quote((options.Event ?? options.Query)!.Trim())}", found, expected, "Correct the cell, or leave the row out.");

    private string Line(int row) => lines[row].ToString(CultureInfo.InvariantCulture);

    private static string Text(TableColumn column, int row) => column.Kind == TableColumnKind.Category ? column.Levels[column.Codes[row]] : column.Values[row].ToString("R", CultureInfo.InvariantCulture);
}
