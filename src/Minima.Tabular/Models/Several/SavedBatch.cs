namespace Minima.Tabular;

/// <summary>A saved model of times until an event or of rankings of queries, for every kind of scoring model.</summary>
/// <param name="Target">The column of times or relevances.</param>
/// <param name="Task">Times or ranking.</param>
/// <param name="Loss">The loss, with its learned inputs.</param>
/// <param name="Learned">The inputs of the loss that were learned as one constant each.</param>
/// <param name="Width">The number of scores of a row.</param>
/// <param name="Survival">The transform of scores to curves; null for queries.</param>
internal sealed record SavedBatch(string Target, PredictionTask Task, Loss Loss, IReadOnlyList<double> Learned, int Width, SurvivalReading? Survival)
{
    /// <summary>The percent sign or the currency that was written with the numbers of the target; null without one.</summary>
    public string? Mark { get; private init; }

    /// <summary>The marks of missing values in the training table.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; private init; } = [];

    /// <summary>The column of events or queries; null in files of older versions.</summary>
    public string? FactsColumn { get; init; }

    /// <summary>The name in tables of metrics.</summary>
    public Localized Name { get; private init; } = new("model", "模型");

    /// <exception cref="DataException">The loss is unknown to this version.</exception>
    public static SavedBatch Of(LinearModel model) => new(model.Target, model.Task!.Value, ModelLoss.Of(model), [.. model.Inputs.Select(input => input.Value ?? double.NaN)], model.Intercepts.Length, model.Survival) { Mark = model.Marks[0], MissingMarks = model.MissingMarks, FactsColumn = model.FactsColumn };

    /// <exception cref="DataException">The loss is unknown to this version.</exception>
    public static SavedBatch Of(BoostedTrees trees) =>
        new(trees.Target, trees.Task, trees.Boosted ?? ModelLoss.Of(trees.Loss, trees.Parameters), [.. trees.Inputs.Select(input => input.Value ?? double.NaN)], trees.Model.Outputs, trees.Survival) { Mark = trees.Mark, MissingMarks = trees.MissingMarks, FactsColumn = trees.FactsColumn, Name = new("trees", "提升树") };

    /// <summary>For each row of a query a score that is higher the higher it ranks.</summary>
    public double[] Order(double[] scores, int rows) => Loss.Entry.Family == LossFamily.Ranking ? BatchPredictions.Scores(Plan(), scores, rows) : scores;

    /// <summary>The transform of scores to curves.</summary>
    /// <param name="survival">The reading of the model.</param>
    public SurvivalCurves Curves(SurvivalReading survival)
    {
        var plan = Plan();
        var outputs = plan.HasIntervals ? plan.OutputsOf(survival.Basis.Cuts.Length) : 1;
        return Width == outputs && Learned.Count == plan.Roles.Count(role => role == InputRole.Learned) && Learned.All(double.IsFinite) ? new(plan, Loss, Learned, survival.Basis) : throw Broken();
    }

    /// <summary>For each row the probability of being without the event at its own time.</summary>
    /// <param name="scores">The scores of the rows.</param>
    /// <param name="rows">The number of rows.</param>
    public Func<double[], double[]> OwnTimes(double[] scores, int rows) => Curves(Survival!).OfOwnTimes(scores, rows);

    private BatchPlan Plan() => BatchBinder.Obstacle(Loss, Loss, Task, [1], out var plan, out _) is null && plan is not null ? plan : throw Broken();

    private DataException Broken() => DataException.Create(
        $"the model's loss {DataException.Quote(Loss.Entry.IsText ? Loss.Entry.Formula : Loss.Entry.Key)}", "it does not suit the task of the model", "a loss of this program is expected", "Train again with this program, or use the program that wrote the model.");
}
