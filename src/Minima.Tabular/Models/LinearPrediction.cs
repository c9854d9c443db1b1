using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>Predictions of linear models.</summary>
internal static class LinearPrediction
{
    /// <param name="model">The model.</param>
    /// <param name="features">Its features, one array each.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="response">True for numbers in the target's units, or probabilities and classes; else raw scores.</param>
    public static TablePrediction Of(LinearModel model, double[][] features, int rows, bool response) =>
        model.Distribution is not null ? DistributionPrediction.Means(model, features, rows, response) : model.Outputs is not null || model.Targets.Count > 1 ? JointPrediction.Of(model, features, rows, response) : model.Task is not null ? BatchPrediction.Of(SavedBatch.Of(model), model.Scores(features, rows), response) : model.Kind == TargetKind.MultiClass ? OfClasses(model, features, rows, response) : OfNumbers(model, features, rows, response);

    private static TablePrediction OfNumbers(LinearModel model, double[][] features, int rows, bool response)
    {
        var raw = model.Scores(features, rows);
        var one = model.Mapping.Count == 2 ? model.Mapping[1].Class : null;
        if (!response) return One(model, "score", one, raw, null);
        // The file names the link; a link without a name is derived again from the loss.
        var loss = ModelLoss.Of(model);
        var derived = model.Link == PredictionLink.Other && LossAnalysis.CanAnalyse(loss) ? LossAnalysis.Of(loss).Link : null;
        if (model.Kind != TargetKind.Binary)
        {
            var numbers = Array.ConvertAll(raw, x => Number(model.Link, derived, x));
            return One(model, "prediction", null, numbers, model.Grades.Count == 0 ? null : Nearest(model.Grades, numbers));
        }

        var margin = model.Mapping[0].Value < 0;
        var scored = model.Link is PredictionLink.Sign or PredictionLink.None || (model.Link == PredictionLink.Other && derived is null) || (model.Link == PredictionLink.Identity && margin);
        var threshold = model.Threshold ?? (scored ? 0 : derived is null ? InverseLink.Threshold(model.Link) : InverseLink.Threshold(derived));
        var classes = Array.ConvertAll(raw, x => model.Mapping[x > threshold ? 1 : 0].Class);
        return scored
            ? One(model, "score", one, raw, classes)
            : One(model, "probability", one, Array.ConvertAll(raw, x => derived is null ? InverseLink.Probability(model.Link, x) : InverseLink.Probability(derived, x)), classes);
    }

    /// <summary>The grades whose ranks, from 1, are nearest to the given numbers.</summary>
    public static string[] Nearest(IReadOnlyList<string> grades, IReadOnlyList<double> places) => [.. places.Select(place => grades[(int)Math.Clamp(Math.Ceiling(place - 0.5) - 1, 0, grades.Count - 1)])];

    private static TablePrediction One(LinearModel model, string quantity, string? ofClass, double[] values, string[]? classes) =>
        new([model.Target], quantity, ofClass is null ? [] : [ofClass], values, classes is null ? [] : [classes]) { InOrder = [.. model.Mapping.Select(pair => pair.Class)] };

    private static TablePrediction OfClasses(LinearModel model, double[][] features, int rows, bool response)
    {
        var loss = ModelLoss.Of(model);
        if (loss.Entry.Row is null)
        {
            throw DataException.Create(
                $"the model's loss {DataException.Quote(model.Loss)}",
                "it takes one prediction for each row, and the model has a row of coefficients for each class",
                "a loss over rows of classes is expected",
                "Fit again with this program.");
        }

        string[] names = [.. model.Mapping.Select(pair => pair.Class)];
        var values = model.Scores(features, rows);
        var classes = new string[rows];
        for (var i = 0; i < rows; i++)
        {
            var row = values.AsSpan(i * names.Length, names.Length);
            var best = 0;
            for (var k = 1; k < row.Length; k++) best = row[k] > row[best] ? k : best;
            classes[i] = names[best];
            if (response && model.Link == PredictionLink.Softmax) RowLink.Softmax(row);
            if (response && model.Link == PredictionLink.Sparsemax) RowLink.Sparsemax(row);
        }

        return new TablePrediction([model.Target], response && RowLink.HasProbabilities(model.Link) ? "probability" : "score", names, values, response ? [classes] : []) { InOrder = names };
    }

    /// <summary>Targets between 0 and 1 of a loss for probabilities are predicted as probabilities; a score without a link is left unchanged.</summary>
    private static double Number(PredictionLink link, DerivedLink? derived, double raw) => link switch
    {
        PredictionLink.Other when derived is not null => derived.OfProbability ? InverseLink.Probability(derived, raw) : InverseLink.Number(derived, raw),
        PredictionLink.Identity or PredictionLink.Log => InverseLink.Number(link, raw),
        PredictionLink.Sign or PredictionLink.None or PredictionLink.Other => raw,
        _ => InverseLink.Probability(link, raw),
    };
}
