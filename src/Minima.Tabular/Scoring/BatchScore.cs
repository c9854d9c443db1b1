namespace Minima.Tabular;

/// <summary>Metrics of a model of times until an event, or of rankings of queries, on rows with known targets.</summary>
internal static class BatchScore
{
    /// <summary>The score sheet of a linear model; censoring is estimated on these rows.</summary>
    /// <exception cref="DataException">The table lacks a column, or a cell is not a time, event, relevance or query.</exception>
    public static ScoreSheet Of(LinearModel model, Table table, CancellationToken cancellation) => Of(SavedBatch.Of(model), table, (PredictTable.Scores(model, table, cancellation), []), cancellation);

    /// <summary>The score sheet of boosted trees.</summary>
    /// <inheritdoc cref="Of(LinearModel, Table, CancellationToken)"/>
    public static ScoreSheet Of(BoostedPrediction boosted, Table table, CancellationToken cancellation) => Of(SavedBatch.Of(boosted.Trees), table, boosted.Scores(table, cancellation), cancellation);

    private static ScoreSheet Of(SavedBatch model, Table table, (double[] All, IReadOnlyList<Localized> Notes) raw, CancellationToken cancellation)
    {
        var (target, facts, rows, notes) = Known(model, table, cancellation);
        var scores = PredictTable.Some(raw.All, rows, target.Length);
        var known = Array.ConvertAll(rows, row => target[row]);
        var task = model.Task;
        var metrics = Metrics.For(task);
        var (own, constant) = Judged(model, scores, known, facts, rows);
        ScoreColumn Column(Localized title, Predictions predictions) => new(title, [[.. metrics.Select(metric => metric.Compute(predictions))]]);
        return new(
            metrics,
            [model.Target],
            [Column(model.Name, own), Column(ConstantPredictors.Names(task)[0], constant)],
            rows.Length)
        {
            Notes = [.. raw.Notes, .. notes],
            WhyNoLoss = new("it depends on which rows are together in a batch", "它取决于哪些行同在一个批次中"),
        };
    }

    /// <summary>The predictions of the model, and for comparison one curve for all these rows, or equal scores.</summary>
    private static (Predictions Model, Predictions Constant) Judged(SavedBatch model, double[] scores, double[] target, RowFacts facts, int[] rows)
    {
        if (model.Survival is not { } survival)
        {
            var queries = facts.QueriesOf(rows);
            return (Predictions.OfLists(target, model.Order(scores, rows.Length), queries), Predictions.OfLists(target, new double[rows.Length], queries));
        }

        var (curves, events) = (model.Curves(survival), facts.EventsOf(rows));
        var grid = Grid(survival, target, events);
        return (
            Predictions.OfTimes(target, curves.Risks(scores, rows.Length, SurvivalGrid.Steps(survival.Horizon)), new(events, grid, curves.At(scores, rows.Length, grid.Times))),
            ConstantPredictors.OneCurve(StepCurve.OfEvents(target, events), grid, target, events));
    }

    /// <summary>The times at which curves are compared, up to the end of the data of both the training rows and these.</summary>
    private static SurvivalGrid Grid(SurvivalReading survival, double[] times, double[] events)
    {
        var own = SurvivalGrid.Of(times, events);
        return own.Horizon <= survival.Horizon ? own : own with { Times = SurvivalGrid.Steps(survival.Horizon) };
    }

    /// <summary>The targets of all rows, and the rows that have one with their events or queries.</summary>
    /// <exception cref="DataException">The table lacks a column, or a cell is not a time, event, relevance or query.</exception>
    public static (double[] Target, RowFacts Facts, int[] Rows, IReadOnlyList<Localized> Notes) Known(SavedBatch model, Table table, CancellationToken cancellation)
    {
        var name = model.FactsColumn ?? throw DataException.Create($"the model of {DataException.Quote(model.Target)}", "it does not name the column of its events or queries", "a model of this program names it", "Compare again with --save.");
        string[] header = [.. table.Columns];
        var (target, fact) = (Cells(table, header, model.Target, isTarget: true), Cells(table, header, name, isTarget: false));
        var lines = new LineCells(target);
        CsvFile.Read(table.Open(model.MissingMarks), (names, _) => [.. names.Select(one => one == target.Name ? lines : one == fact.Name ? (ICellReader)fact : null)], _ => { }, null, cancellation);
        var commas = NumberForm.HasDecimalCommas([target.Form, fact.Form]);
        var stored = target.Decide(isTarget: true, commas);
        stored.CheckUnit(table.Name, model.Mark);
        var (times, column) = (stored.ToTable(), fact.Finish(isTarget: true, commas));
        int[] used = [.. Enumerable.Range(0, lines.Lines.Count).Where(row => !times.IsMissing(row))];
        if (used.Length == 0) throw DataException.Create($"{table.Name}, column {DataException.Quote(model.Target)}", "it is empty in every row", "the model's target is expected", "Give rows whose targets are known.");
        var notes = new List<Localized>();
        var options = model.Survival is null ? new TableOptions { Query = name } : new TableOptions { Event = name };
        var (facts, rows) = new FactColumn(table.Name, options, [.. lines.Lines]).Read(times, column, used, notes);
        return (times.Values, facts, rows, notes);
    }

    private static CellColumn Cells(Table table, string[] header, string name, bool isTarget) => new(table.Name, PredictTable.Known(table.Name, header, name, isTarget)) { IsNeeded = true, KeepsAll = !isTarget, Words = CsvReader.Words };

    /// <summary>Reads the cells of the target, and the line of each.</summary>
    private sealed class LineCells(CellColumn cells) : ICellReader
    {
        public List<int> Lines { get; } = [];

        public void Begin(string file) => cells.Begin(file);

        public void Add(ReadOnlySpan<char> cell, int line)
        {
            Lines.Add(line);
            cells.Add(cell, line);
        }
    }
}
