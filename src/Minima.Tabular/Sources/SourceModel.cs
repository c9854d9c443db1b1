namespace Minima.Tabular;

/// <summary>Prepares a linear model for a source: checks the source for the model's columns, and gives the design of its features.</summary>
internal static class SourceModel
{
    /// <summary>Requires a model of one number or of classes.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="command">The command, for messages.</param>
    /// <param name="response">True to require probabilities if the loss gives them.</param>
    /// <exception cref="UsageException">The model has another kind of output, or is not a linear model.</exception>
    public static LinearModel Require(Predictor predictor, string command, bool response)
    {
        var model = predictor.Linear ?? throw new UsageException($"{command}: --from takes a linear model, of minima fit or of minima compare --save; read the rows from a file for this model.");
        SourceRoles.RefuseMarks(model.MissingMarks);
        if (model is not { Task: null, Outputs: null, Distribution: null, Targets.Count: 1, Grades.Count: 0 }) throw new UsageException($"{command}: --from takes a linear model of one number or of classes; read the rows from a file for this model.");
        if (!response || model is not { Kind: TargetKind.MultiClass, Link: PredictionLink.Sparsemax }) return model;
        var instead = command == "predict" ? "give --scale link, or read the rows from a file" : "read the rows from a file";
        throw new UsageException($"{command}: the probabilities of {model.Loss} are projections, and a database has no expression for them; {instead}.");
    }

    /// <summary>The design of the model's features without transforms, and the facts of its columns.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="model">The model.</param>
    /// <param name="withTarget">True to read the target as well.</param>
    /// <param name="cancellation">Checked before every query.</param>
    /// <exception cref="DataException">A column is missing, or its kind differs from that in the fit.</exception>
    public static (SourceDesign Design, IReadOnlyList<SourceColumn> Facts) Of(IDataSource source, LinearModel model, bool withTarget, CancellationToken cancellation)
    {
        string[] header = [.. source.Columns];
        PredictTable.CheckColumns(source.Name, header, [.. model.Encoding.Select(encoding => encoding.Column)]);
        if (withTarget) PredictTable.Known(source.Name, header, model.Target, isTarget: true);
        IEnumerable<string> asked = model.Encoding.Select(encoding => encoding.Column);
        var facts = source.Describe([.. (withTarget ? asked.Append(model.Target) : asked).Distinct(StringComparer.Ordinal)], cancellation);
        var byName = facts.ToDictionary(column => column.Name, StringComparer.Ordinal);
        foreach (var encoding in model.Encoding.Where(encoding => encoding.Kind is EncodingKind.Number or EncodingKind.Date))
        {
            var column = byName[encoding.Column];
            PredictTable.CheckKind(source.Name, column.Name, column.Kind, encoding.Kind == EncodingKind.Date, column.Missing == column.Rows);
            MarkedNumber.CheckUnit($"{source.Name}, column {DataException.Quote(column.Name)}", encoding.Form.Mark, null);
            if (column.Infinite > 0) throw SourceEncodings.Infinite(source, column);
        }

        return (
            new()
            {
                Encodings = model.Encoding,
                Centres = new double[model.Features.Count],
                Units = [.. Enumerable.Repeat(1.0, model.Features.Count)],
                Target = withTarget ? model.Target : null,
                LeavesOutMissingTargets = withTarget,
                Classes = model.Classes,
                HasSeveralClasses = model.Kind == TargetKind.MultiClass,
                HasTextClasses = withTarget && byName[model.Target].Kind == TableColumnKind.Category,
                IsMargin = model.Mapping is [{ Value: < 0 }, _],
            },
            facts);
    }

    /// <summary>Rejects a source with a row that the model has no prediction for.</summary>
    /// <exception cref="DataException">There is such a row.</exception>
    public static void RequireKnown(IDataSource source, LinearModel model, IReadOnlyList<SourceColumn> facts, CancellationToken cancellation)
    {
        foreach (var encoding in model.Encoding)
        {
            var column = facts.First(fact => fact.Name == encoding.Column);
            if (encoding.Fill is null && encoding.Kind is EncodingKind.Number or EncodingKind.Date) SourceEncodings.RequireNumbers(source, column, "column");
            if (encoding.Kind is not (EncodingKind.TwoTexts or EncodingKind.OneHot)) continue;
            if (source.CountOthers(column with { Kind = TableColumnKind.Category }, encoding.Levels, leavesOutMissing: false, cancellation) is > 0 and var others)
                throw Unknown(source, column.Name, others, $"one of those it was fitted on is expected: {DataException.List(encoding.Levels)}");
        }
    }

    /// <summary>Rejects a target that the model cannot be measured on.</summary>
    /// <exception cref="DataException">Its kind differs from that in the fit, or it is empty.</exception>
    public static SourceColumn RequireTarget(IDataSource source, LinearModel model, IReadOnlyList<SourceColumn> facts, CancellationToken cancellation)
    {
        var target = facts.First(fact => fact.Name == model.Target);
        var who = $"{source.Name}, target {DataException.Quote(target.Name)}";
        if (target.Rows == 0) throw SourceFit.NoRow(source);
        if (target.Missing == target.Rows) throw DataException.Create(who, "it is empty in every row", "the model's target is expected", "Give rows whose targets are known.");
        if (model.Kind == TargetKind.Regression)
        {
            if (target.Kind != TableColumnKind.Number) throw DataException.Create(who, target.Kind == TableColumnKind.Date ? "it holds dates" : "it holds texts", "numbers are expected, as in the table that the model was fitted on", "Correct the column.");
            MarkedNumber.CheckUnit($"{source.Name}, column {DataException.Quote(target.Name)}", model.Marks[0], null);
            if (target.Infinite > 0) throw SourceEncodings.Infinite(source, target);
        }
        else if (source.CountOthers(target, model.Classes, leavesOutMissing: true, cancellation) is > 0 and var others)
        {
            throw Unknown(source, target.Name, others, $"one of its classes is expected: {DataException.List(model.Classes)}");
        }

        return target;
    }

    private static DataException Unknown(IDataSource source, string column, long rows, string expected) => DataException.Create(
        $"{source.Name}, column {DataException.Quote(column)}",
        rows == 1 ? "1 row holds a value that the model has not seen" : FormattableString.Invariant($"{rows} rows hold a value that the model has not seen"),
        expected,
        "Correct the values, or leave these rows out with a condition: --sql \"SELECT ... WHERE ...\".");
}
