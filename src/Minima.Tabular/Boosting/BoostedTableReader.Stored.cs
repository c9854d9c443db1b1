using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Reads a table within a budget: its columns stay in a temporary file, and memory holds the target, weights, further inputs and groups.</summary>
internal sealed partial class BoostedTableReader
{
    private BoostedTable Read(MemoryBudget budget, CancellationToken cancellation)
    {
        Refuse();
        var store = budget.Store();
        try
        {
            return Read(budget, store, cancellation);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Refuses options that need all rows at once, because a memory budget excludes them.</summary>
    private void Refuse()
    {
        var option = _table.Options.Event is not null ? "--event" : _table.Options.Query is not null ? "--query" : _options.Trees.Engine == BoostEngine.XGBoost ? "--engine xgboost" : _options.Trees.Collective is { Ranks: > 1 } ? "--workers" : null;
        if (option is not null) throw new UsageException($"boost: {option} holds all rows in memory, which --memory does not allow; leave one of the two out.");
    }

    private BoostedTable Read(MemoryBudget budget, SpillStore store, CancellationToken cancellation)
    {
        var cells = new TableReader(_table.Options.Ignore.Select(name => name.Trim()), _table.Options.Group?.Trim()) { Words = CsvReader.Words, Store = store, IsNeeded = HasRole };
        var source = _table.Open();
        cells.Read(
            source,
            header =>
            {
                Roles(header);
                if (source.Rows is { } given) RequireRows(budget, given.RowsWith(_target, cancellation), header.Length);
            },
            cancellation);
        _notes.AddRange(source.Notes);
        StoredColumn[] columns = [.. cells.Decide(name => name == _target || _others.Contains(name))];
        var column = Array.Find(columns, column => column.Name == _target)!;
        if (!column.Note.IsEmpty) _notes.Add(column.Note);
        var target = new StoredTargets([column], cells.Lines.Count, cells.BlockLength);
        if (target.Count == 0) throw NoTarget();
        if (target.Count < cells.Lines.Count) _notes.Add(ComparisonTargets.LeftOut(cells.Lines.Count - target.Count, column.Kind == TableColumnKind.Category));
        int Line(int place) => cells.Lines[target.RowAt(place)];

        var rows = target.Deciding(_options.Trees.Seed);
        var sample = target.Of(0, rows);
        var (task, targets, asClasses) = Decide(sample, [.. Enumerable.Range(0, rows.Length)]);
        var answers = Answers(targets[0], asClasses);
        var memory = Require(budget, target.Count, columns.Count(IsFeature), answers);
        answers = target.Decided(0, sample, answers);
        var features = new List<(BoostedColumn, TreeColumn)>();
        foreach (var feature in columns)
        {
            if (feature.Name == _table.Options.Group?.Trim()) _notes.Add(OfGroups(feature.Name));
            else if (feature.Kind == TableColumnKind.Dropped) _notes.Add(feature.Note);
            if (!IsFeature(feature)) continue;
            Tell(feature.Name, feature.Kind, feature.Note);
            features.Add((BoostedTable.ColumnOf(feature.Name, feature.Kind, feature.Levels, feature.Form.Mark), new(feature.Name, []) { IsCategory = feature.Kind == TableColumnKind.Category }));
        }

        if (features.Count == 0) throw ComparisonTargets.NoFeature(_table.Name);
        var others = _others.ToDictionary(name => name, name => Numbers(Array.Find(columns, column => column.Name == name)!, target, cells.BlockLength, Line), StringComparer.Ordinal);
        return new BoostedTable
        {
            Name = _table.Name,
            MissingMarks = _table.MissingMarks,
            Task = task.Task,
            Target = answers,
            AllTargets = answers.Values,
            First = 0,
            Columns = features,
            Weight = _options.Weight is { } name ? FitData.Weights(_table.Name, name.Trim(), others[name.Trim()], Line) : null,
            Group = _table.Options.Group is { } group ? Groups(Array.Find(columns, column => column.Name == group.Trim())!, target, cells.BlockLength) : null,
            Inputs = [.. _inputs.Select(input => (input.Name, input.Column, others[input.Column]))],
            LineOf = Line,
            Notes = _notes,
            Stored = new([.. columns.Where(IsFeature)], cells.BlockLength, target.Used),
            Store = store,
            Memory = memory,
        };
    }

    private bool IsFeature(StoredColumn column) => column.Kind != TableColumnKind.Dropped && !HasRole(column.Name);

    /// <summary>Refuses, before reading a row, rows that exceed the budget with only one feature and one output.</summary>
    private void RequireRows(MemoryBudget budget, long rows, int columns)
    {
        var (count, outputs) = ((int)Math.Min(rows, int.MaxValue), _options.Heads?.Count ?? 1);
        if (Needed(count, 1, outputs, BytesOfRow) > budget.Rest) Require(budget, count, Math.Max(1, columns - _table.Options.Ignore.Count - _others.Count - 1), outputs, BytesOfRow);
    }

    /// <summary>Refuses a table whose arrays in memory exceed the budget.</summary>
    /// <returns>The bytes left for the rounds.</returns>
    private long Require(MemoryBudget budget, int rows, int features, TargetColumn target)
    {
        var outputs = _options.Heads?.Count ?? (_loss?.Entry.Row is not null || target.Kind == TargetKind.MultiClass ? target.Classes.Count : 1);
        return Require(budget, rows, features, outputs, BytesOfRow + (target.Kind == TargetKind.Binary ? 8 : target.Kind == TargetKind.MultiClass ? 4 : 0));
    }

    private long Require(MemoryBudget budget, int rows, int features, int outputs, long ofRow)
    {
        budget.RequireRoom(_table.Name, Needed(rows, features, outputs, ofRow), FormattableString.Invariant($"boosting on {rows} rows with {ofRow} bytes of target, weights and groups each"), "Or boost on fewer rows.");
        return budget.Rest - (ofRow * rows);
    }

    private long Needed(int rows, int features, int outputs, long ofRow) => (ofRow * rows) + TreeBooster.LeastBytes(rows, features, outputs, _options.Trees);

    /// <summary>The bytes in memory of a row whose target is a number.</summary>
    private long BytesOfRow => (8L * (1 + _others.Count)) + (_table.Options.Group is null ? 0 : 4) + (_options.Heads is null ? 0 : 64);

    /// <summary>The numbers of a column that the loss or the mean needs in every row.</summary>
    private double[] Numbers(StoredColumn column, StoredTargets target, int blockLength, Func<int, int> line)
    {
        if (column.Kind != TableColumnKind.Number) throw NoNumber(column.Name, null);
        var (values, cursor) = (new double[target.Count], new ColumnCursor(column, blockLength));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = cursor.Value(target.RowAt(i));
            if (double.IsNaN(values[i])) throw NoNumber(column.Name, line(i));
        }

        return values;
    }

    private static int[] Groups(StoredColumn group, StoredTargets target, int blockLength)
    {
        var (groups, cursor) = (new int[target.Count], new ColumnCursor(group, blockLength));
        double[] distinct = [];
        if (group.Kind != TableColumnKind.Category)
        {
            var seen = new HashSet<double>();
            for (var i = 0; i < groups.Length; i++)
            {
                if (cursor.Value(target.RowAt(i)) is var value && !double.IsNaN(value)) seen.Add(value);
            }

            distinct = [.. seen.Order()];
        }

        // Rows without a group form one group.
        for (var i = 0; i < groups.Length; i++)
        {
            var cell = cursor.Cell(target.RowAt(i));
            groups[i] = double.IsNaN(cell) ? -1 : group.Kind == TableColumnKind.Category ? (int)cell : Array.BinarySearch(distinct, cell);
        }

        return groups;
    }
}
