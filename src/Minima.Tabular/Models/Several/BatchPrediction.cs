using System.Globalization;

namespace Minima.Tabular;

/// <summary>Predictions of saved models of times until an event, and of rankings of queries.</summary>
internal static class BatchPrediction
{
    /// <summary>The names of probabilities of being without the event, after the risk or the prediction of a row.</summary>
    public static string[] SurvivalNames(IReadOnlyList<double> times) => [.. times.Select(time => "survival_" + time.ToString("R", CultureInfo.InvariantCulture))];

    /// <param name="model">The model.</param>
    /// <param name="scores">Its raw scores, row after row.</param>
    /// <param name="response">True for a risk and probabilities, or scores that rank; else raw scores.</param>
    /// <param name="times">The times of the probabilities of being without the event; null for the model's own times.</param>
    public static TablePrediction Of(SavedBatch model, double[] scores, bool response, IReadOnlyList<double>? times = null)
    {
        var rows = scores.Length / model.Width;
        if (!response) return new([model.Target], "score", model.Width == 1 ? [] : [.. Enumerable.Range(1, model.Width).Select(k => k.ToString(CultureInfo.InvariantCulture))], scores, []);
        if (rows == 0) return new([model.Target], model.Survival is null ? "score" : "risk", [], [], []);
        if (model.Survival is not { } survival) return new([model.Target], "score", [], model.Order(scores, rows), []);
        var curves = model.Curves(survival);
        var at = times ?? survival.At;
        var risks = curves.Risks(scores, rows, SurvivalGrid.Steps(survival.Horizon));
        var survived = curves.At(scores, rows, at);
        double[] values = [.. Enumerable.Range(0, rows).SelectMany(row => survived.Skip(row * at.Count).Take(at.Count).Prepend(risks[row]))];
        return new([model.Target], "risk", [], values, []) { Further = SurvivalNames(at) };
    }
}
