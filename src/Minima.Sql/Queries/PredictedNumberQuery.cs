namespace Minima.Sql;

/// <summary>The predictions of a linear model of one number or of two classes: the number or the probability, and the class.</summary>
/// <param name="model">The model.</param>
/// <param name="reading">The interpretation of raw predictions.</param>
/// <param name="response">True for numbers in the target's units, or probabilities and classes; false for raw scores.</param>
internal sealed class PredictedNumberQuery(LinearModel model, SourceReading reading, bool response) : IPredictedColumns
{
    public IReadOnlyList<string> Names
    {
        get
        {
            var quantity = !response ? "score" : model.Kind != TargetKind.Binary ? "prediction" : reading.IsProbability ? "probability" : "score";
            return HasClass ? [quantity, "class"] : [quantity];
        }
    }

    public IReadOnlyList<string> Answers => HasClass ? [PredictionQuery.Answer, Class] : [PredictionQuery.Answer];

    private bool HasClass => response && model.Kind == TargetKind.Binary;

    private string Class => $"CASE WHEN {PredictionQuery.Raw} > {SqlText.Number(reading.Threshold)} THEN {SqlText.Literal(model.Classes[1])} ELSE {SqlText.Literal(model.Classes[0])} END";

    public string AddTo(string rows, SqlShard shard)
    {
        var scored = $"SELECT *, {PredictionQuery.Linear(model.Coefficients[0], model.Intercepts[0])} AS {PredictionQuery.Raw} FROM ({rows}) AS minima_design{shard.Fence}";
        return PredictionQuery.Read($"({scored}) AS minima_scored", reading, shard.Engine);
    }
}
