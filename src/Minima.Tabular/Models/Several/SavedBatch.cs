namespace Minima.Tabular;

/// <summary>A saved model of times until an event or of the order of queries, whatever makes its scores.</summary>
/// <param name="Target">The column of times or relevances.</param>
/// <param name="Task">Times or order.</param>
/// <param name="Loss">The loss, with what was learned.</param>
/// <param name="Learned">The inputs of the loss that were learned as one constant each.</param>
/// <param name="Width">Scores of a row.</param>
/// <param name="Survival">The way to curves; null for queries.</param>
internal sealed record SavedBatch(string Target, PredictionTask Task, Loss Loss, IReadOnlyList<double> Learned, int Width, SurvivalReading? Survival)
{
    /// <summary>The percent sign or the currency that stood with the numbers of the target; null where none did.</summary>
    public string? Mark { get; private init; }

    /// <summary>The marks of missing values that it learned with.</summary>
    public IReadOnlyList<MissingMark> MissingMarks { get; private init; } = [];

    /// <summary>The column that tells events or queries; null in files of older programs.</summary>
    public string? FactsColumn { get; init; }

    /// <summary>The name in tables of metrics.</summary>
    public Localized Name { get; private init; } = new("model", "模型");

    /// <exception cref="DataException">This program does not know the loss.</exception>
    public static SavedBatch Of(LinearModel model) => new(model.Target, model.Task!.Value, ModelLoss.Of(model), [.. model.Inputs.Select(input => input.Value ?? double.NaN)], model.Intercepts.Length, model.Survival) { Mark = model.Marks[0], MissingMarks = model.MissingMarks, FactsColumn = model.FactsColumn };

    /// <exception cref="DataException">This program does not know the loss.</exception>
    public static SavedBatch Of(BoostedTrees trees) =>
        new(trees.Target, trees.Task, trees.Boosted ?? ModelLoss.Of(trees.Loss, trees.Parameters), [.. trees.Inputs.Select(input => input.Value ?? double.NaN)], trees.Model.Outputs, trees.Survival) { Mark = trees.Mark, MissingMarks = trees.MissingMarks, FactsColumn = trees.FactsColumn, Name = new("trees", "提升树") };

    /// <summary>Of each row of a query a score that is higher the further ahead it belongs.</summary>
    public double[] Order(double[] scores, int rows) => Loss.Entry.Family == LossFamily.Ranking ? BatchPredictions.Scores(Plan(), scores, rows) : scores;

    /// <summary>The way from scores to curves.</summary>
    /// <param name="survival">Of the model.</param>
    public SurvivalCurves Curves(SurvivalReading survival)
    {
        var plan = Plan();
        var outputs = plan.HasIntervals ? plan.OutputsOf(survival.Basis.Cuts.Length) : 1;
        return Width == outputs && Learned.Count == plan.Roles.Count(role => role == InputRole.Learned) && Learned.All(double.IsFinite) ? new(plan, Loss, Learned, survival.Basis) : throw Broken();
    }

    /// <summary>For each row the probability of being without the event at a time of its own.</summary>
    /// <param name="scores">Of the rows.</param>
    /// <param name="rows">How many there are.</param>
    public Func<double[], double[]> OwnTimes(double[] scores, int rows) => Curves(Survival!).OfOwnTimes(scores, rows);

    private BatchPlan Plan() => BatchBinder.Obstacle(Loss, Loss, Task, [1], out var plan, out _) is null && plan is not null ? plan : throw Broken();

    private DataException Broken() => DataException.Create(
        $"the model's loss {DataException.Quote(Loss.Entry.IsText ? Loss.Entry.Formula : Loss.Entry.Key)}", "it cannot be read as the task of the model", "a loss of this program is expected", "Train again with this program, or use the program that wrote the model.");
}
