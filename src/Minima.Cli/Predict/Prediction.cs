using Minima.Cli.Compare;
using Minima.Cli.Fit;

namespace Minima.Cli.Predict;

/// <summary>What a model says of some rows.</summary>
/// <param name="Target">The column that is predicted.</param>
/// <param name="What">prediction, probability (of <paramref name="Class"/>) or score.</param>
/// <param name="Class">The class that a probability or score is for, or null for a number.</param>
/// <param name="Values">One number for each row.</param>
/// <param name="Classes">The predicted class of each row, or null.</param>
internal sealed record Prediction(string Target, string What, string? Class, double[] Values, string[]? Classes)
{
    public static Prediction Of(FitModel model, double[][] features, int rows, bool response)
    {
        if (model.Coefficients.Length != 1)
            throw new DataException("predict: the model has a row of coefficients for each class, which this program does not predict with; fit a loss of one prediction for each row.");
        var raw = new double[rows];
        for (var i = 0; i < raw.Length; i++)
        {
            var sum = model.Intercepts[0];
            for (var j = 0; j < model.Features.Count; j++) sum += model.Coefficients[0][j] * features[j][i];
            raw[i] = sum;
        }

        var one = model.Mapping.Count == 2 ? model.Mapping[1].Class : null;
        if (!response) return new Prediction(model.Target, "score", one, raw, null);
        if (model.Kind != TargetKind.Binary)
        {
            // Targets between 0 and 1 of a loss for probabilities are predicted as probabilities.
            var number = model.Link is PredictionLink.Identity or PredictionLink.Log;
            return new Prediction(model.Target, "prediction", null, Array.ConvertAll(raw, x => number ? InverseLink.Number(model.Link, x) : InverseLink.Probability(model.Link, x)), null);
        }

        var margin = model.Mapping[0].Value < 0;
        var scored = model.Link == PredictionLink.Sign || (model.Link == PredictionLink.Identity && margin);
        var threshold = scored ? 0 : InverseLink.Threshold(model.Link);
        var classes = Array.ConvertAll(raw, x => model.Mapping[x > threshold ? 1 : 0].Class);
        return scored
            ? new Prediction(model.Target, "score", one, raw, classes)
            : new Prediction(model.Target, "probability", one, Array.ConvertAll(raw, x => InverseLink.Probability(model.Link, x)), classes);
    }
}
