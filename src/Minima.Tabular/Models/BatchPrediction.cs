using System.Globalization;

namespace Minima.Tabular;

/// <summary>Predictions of linear models of times until an event, and of the order of queries.</summary>
internal static class BatchPrediction
{
    /// <summary>Behind the risk of a row: this, and a time.</summary>
    private const string SurvivalPrefix = "survival_";

    /// <param name="model">The model.</param>
    /// <param name="features">Its features, one array each.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="response">A risk and probabilities, or scores that order; else raw scores.</param>
    /// <param name="times">When to say the probability of being without the event; null for the model's own times.</param>
    public static TablePrediction Of(LinearModel model, double[][] features, int rows, bool response, IReadOnlyList<double>? times = null)
    {
        var width = model.Intercepts.Length;
        var scores = model.Scores(features, rows);
        if (!response) return new([model.Target], "score", width == 1 ? [] : [.. Enumerable.Range(1, width).Select(k => k.ToString(CultureInfo.InvariantCulture))], scores, []);
        if (rows == 0) return new([model.Target], model.Survival is null ? "score" : "risk", [], [], []);
        var loss = ModelLoss.Of(model);
        if (model.Survival is not { } survival) return new([model.Target], "score", [], Order(model, loss, scores, rows), []);
        var curves = Curves(model, survival, loss);
        var at = times ?? survival.At;
        var risks = curves.Risks(scores, rows, SurvivalGrid.Steps(survival.Horizon));
        var survived = curves.At(scores, rows, at);
        double[] values = [.. Enumerable.Range(0, rows).SelectMany(row => survived.Skip(row * at.Count).Take(at.Count).Prepend(risks[row]))];
        return new([model.Target], "risk", [], values, []) { Further = [.. at.Select(time => SurvivalPrefix + time.ToString("R", CultureInfo.InvariantCulture))] };
    }

    /// <summary>Of each row of a query a score that is higher the further ahead it belongs.</summary>
    public static double[] Order(LinearModel model, Loss loss, double[] scores, int rows) =>
        loss.Entry.Family == LossFamily.Ranking ? BatchPredictions.Scores(Plan(model, loss), scores, rows) : scores;

    /// <summary>The way from the scores of a model to curves.</summary>
    public static SurvivalCurves Curves(LinearModel model, SurvivalReading survival, Loss loss)
    {
        var plan = Plan(model, loss);
        var outputs = plan.HasIntervals ? plan.OutputsOf(survival.Basis.Cuts.Length) : 1;
        if (model.Intercepts.Length != outputs || model.Inputs.Count != plan.Roles.Count(role => role == InputRole.Learned)) throw Broken(model);
        return new(plan, loss, [.. model.Inputs.Select(input => input.Value!.Value)], survival.Basis);
    }

    private static BatchPlan Plan(LinearModel model, Loss loss) => BatchBinder.Obstacle(loss, loss, model.Task!.Value, [1], out var plan, out _) is null && plan is not null
        ? plan
        : throw Broken(model);

    private static DataException Broken(LinearModel model) => DataException.Create(
        $"the model's loss {DataException.Quote(model.Loss)}", "it cannot be read as the task of the model", "a loss of this program is expected", "Compare again with this program, or use the program that wrote the model.");
}
