using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>What a model says of some rows.</summary>
/// <param name="Target">The column that is predicted.</param>
/// <param name="What">prediction, probability (of <paramref name="Class"/>) or score.</param>
/// <param name="Class">The class that a probability or score is for, or null for a number.</param>
/// <param name="Values">One number for each row.</param>
/// <param name="Classes">The predicted class of each row, or null.</param>
internal sealed record ColumnPrediction(string Target, string What, string? Class, double[] Values, string[]? Classes)
{
    public static ColumnPrediction Of(FitModel model, double[][] features, int rows, bool response)
    {
        var raw = new double[rows];
        for (var i = 0; i < raw.Length; i++)
        {
            var sum = model.Intercepts[0];
            for (var j = 0; j < model.Features.Count; j++) sum += model.Coefficients[0][j] * features[j][i];
            raw[i] = sum;
        }

        var one = model.Mapping.Count == 2 ? model.Mapping[1].Class : null;
        if (!response) return new ColumnPrediction(model.Target, "score", one, raw, null);
        // The name in the file says how, unless the link has none: then it is derived again from the loss.
        var loss = ModelLoss.Of(model);
        var derived = model.Link == PredictionLink.Other && LossAnalysis.CanAnalyse(loss) ? LossAnalysis.Of(loss).Link : null;
        if (model.Kind != TargetKind.Binary)
            return new ColumnPrediction(model.Target, "prediction", null, Array.ConvertAll(raw, x => Number(model.Link, derived, x)), null);

        var margin = model.Mapping[0].Value < 0;
        var scored = model.Link is PredictionLink.Sign or PredictionLink.None || (model.Link == PredictionLink.Other && derived is null) || (model.Link == PredictionLink.Identity && margin);
        var threshold = scored ? 0 : derived is null ? InverseLink.Threshold(model.Link) : InverseLink.Threshold(derived);
        var classes = Array.ConvertAll(raw, x => model.Mapping[x > threshold ? 1 : 0].Class);
        return scored
            ? new ColumnPrediction(model.Target, "score", one, raw, classes)
            : new ColumnPrediction(model.Target, "probability", one, Array.ConvertAll(raw, x => derived is null ? InverseLink.Probability(model.Link, x) : InverseLink.Probability(derived, x)), classes);
    }

    /// <summary>Targets between 0 and 1 of a loss for probabilities are predicted as probabilities; what stands for nothing is left as it is.</summary>
    private static double Number(PredictionLink link, DerivedLink? derived, double raw) => link switch
    {
        PredictionLink.Other when derived is not null => derived.OfProbability ? InverseLink.Probability(derived, raw) : InverseLink.Number(derived, raw),
        PredictionLink.Identity or PredictionLink.Log => InverseLink.Number(link, raw),
        PredictionLink.Sign or PredictionLink.None or PredictionLink.Other => raw,
        _ => InverseLink.Probability(link, raw),
    };
}
