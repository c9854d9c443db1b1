using Minima.Writers;

namespace Minima.Sql;

/// <summary>The rows of a source with the predictions of a linear model behind their columns, as a query.</summary>
internal sealed class PredictedRowsQuery(SourceDesign design, LinearModel model, SourceReading reading, bool response)
{
    /// <summary>The names of the columns that are added; a name that the source has already gets a prefix.</summary>
    public IReadOnlyList<string> Names(IReadOnlyList<string> columns)
    {
        var quantity = !response ? "score" : model.Kind != TargetKind.Binary ? "prediction" : reading.IsProbability ? "probability" : "score";
        return [.. (response && model.Kind == TargetKind.Binary ? (string[])[quantity, "class"] : [quantity]).Select(Free)];

        string Free(string name) => columns.Contains(name, StringComparer.OrdinalIgnoreCase) ? Free("minima_" + name) : name;
    }

    /// <summary>The query for a part.</summary>
    public string Of(SqlShard shard, IReadOnlyList<string> columns, IReadOnlyList<string> names)
    {
        // Names of the source's columns could be those of the query's own: until the end they are numbered.
        var kept = string.Concat(columns.Select((_, i) => $"{Kept(i)}, "));
        var given = DesignQuery.Of(design, shard.Source, shard.Fence, [.. columns.Select((column, i) => $"{SqlText.Column(column)} AS {Kept(i)}"), $"{DesignQuery.IsKnown(design.Encodings)} AS minima_known"]);
        var scored = $"SELECT {kept}minima_known, {PredictionQuery.Linear(model.Coefficients[0], model.Intercepts[0])} AS {PredictionQuery.Raw} FROM ({given}) AS minima_design{shard.Fence}";
        var answered = PredictionQuery.Read($"({scored}) AS minima_scored", reading, shard.Engine);
        var answers = names.Select((name, i) => $"CASE WHEN minima_known THEN {(i == 0 ? PredictionQuery.Answer : Class)} END AS {SqlWriter.Column(name)}");
        return $"SELECT {string.Join(", ", columns.Select((column, i) => $"{Kept(i)} AS {SqlText.Column(column)}").Concat(answers))} FROM ({answered}) AS minima_answered";
    }

    private static string Kept(int index) => FormattableString.Invariant($"minima_c{index}");

    private string Class => $"CASE WHEN {PredictionQuery.Raw} > {SqlText.Number(reading.Threshold)} THEN {SqlText.Literal(model.Classes[1])} ELSE {SqlText.Literal(model.Classes[0])} END";
}
