namespace Minima.Tabular;

/// <summary>What a model with a row of coefficients for each class says of some rows.</summary>
/// <param name="Target">The column that is predicted.</param>
/// <param name="What">probability or score.</param>
/// <param name="OfClasses">The classes, in the order of the numbers of each row.</param>
/// <param name="Values">For each row a number for each class.</param>
/// <param name="Classes">The class of each row: that of the largest score, the first of equal ones; null where raw scores are asked for.</param>
internal sealed record ClassPrediction(string Target, string What, string[] OfClasses, double[][] Values, string[]? Classes)
{
    public static ClassPrediction Of(FitModel model, double[][] features, int rows, bool response)
    {
        var loss = ModelLoss.Of(model);
        if (loss.Entry.Row is null)
        {
            throw DataException.Create(
                $"the model's loss {DataException.Quote(model.Loss)}",
                "it is about one prediction for each row, and the model has a row of coefficients for each class",
                "a loss over rows of classes is expected",
                "Fit again with this program.");
        }

        string[] names = [.. model.Mapping.Select(pair => pair.Class)];
        var values = new double[rows][];
        var classes = new string[rows];
        for (var i = 0; i < rows; i++)
        {
            var row = new double[names.Length];
            for (var k = 0; k < row.Length; k++)
            {
                row[k] = model.Intercepts[k];
                for (var j = 0; j < features.Length; j++) row[k] += model.Coefficients[k][j] * features[j][i];
            }

            var best = 0;
            for (var k = 1; k < row.Length; k++) best = row[k] > row[best] ? k : best;
            classes[i] = names[best];
            if (response && model.Link == PredictionLink.Softmax) RowLink.Softmax(row);
            if (response && model.Link == PredictionLink.Sparsemax) RowLink.Sparsemax(row);
            values[i] = row;
        }

        return new ClassPrediction(model.Target, response && RowLink.HasProbabilities(model.Link) ? "probability" : "score", names, values, response ? classes : null);
    }
}
