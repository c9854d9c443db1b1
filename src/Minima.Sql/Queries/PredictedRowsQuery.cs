using Minima.Writers;

namespace Minima.Sql;

/// <summary>The rows of a source with the predictions of a linear model after their columns, as a query.</summary>
internal sealed class PredictedRowsQuery
{
    private readonly SourceDesign _design;
    private readonly IPredictedColumns _predicted;

    /// <param name="design">The features that the model reads.</param>
    /// <param name="model">The model.</param>
    /// <param name="response">True for numbers in the target's units, or probabilities and classes; false for raw scores.</param>
    public PredictedRowsQuery(SourceDesign design, LinearModel model, bool response)
    {
        _design = design;
        _predicted = model.Kind == TargetKind.MultiClass ? new PredictedClassesQuery(model, response) : new PredictedNumberQuery(model, response ? SourceReading.OfPrediction(model) : SourceReading.Raw, response);
    }

    /// <summary>The names of the added columns. A name that the source already has, compared without case, gets a prefix.</summary>
    public IReadOnlyList<string> Names(IReadOnlyList<string> columns)
    {
        var taken = columns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. _predicted.Names.Select(Free)];

        string Free(string name) => taken.Add(name) ? name : Free("minima_" + name);
    }

    /// <summary>The query for a part.</summary>
    public string Of(SqlShard shard, IReadOnlyList<string> columns, IReadOnlyList<string> names)
    {
        // Names of the source's columns could collide with those of the query, so they are numbered until the end.
        var given = DesignQuery.Of(_design, shard.Source, shard.Fence, [.. columns.Select((column, i) => $"{SqlText.Column(column)} AS {Kept(i)}"), $"{DesignQuery.IsKnown(_design.Encodings)} AS minima_known"]);
        var answers = names.Zip(_predicted.Answers, (name, answer) => $"CASE WHEN minima_known THEN {answer} END AS {SqlWriter.Column(name)}");
        return $"SELECT {string.Join(", ", columns.Select((column, i) => $"{Kept(i)} AS {SqlText.Column(column)}").Concat(answers))} FROM ({_predicted.AddTo(given, shard)}) AS minima_answered";
    }

    private static string Kept(int index) => FormattableString.Invariant($"minima_c{index}");
}
