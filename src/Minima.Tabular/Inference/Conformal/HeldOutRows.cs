namespace Minima.Tabular;

/// <summary>The predictions of a model for rows whose targets are known, and these targets.</summary>
/// <param name="Prediction">Numbers in the target's units, or classes with their probabilities.</param>
/// <param name="Targets">The value of each row for each target of the model: a number, a class from 0, or the position of a grade from 1.</param>
internal sealed record HeldOutRows(TablePrediction Prediction, double[][] Targets)
{
    /// <exception cref="DataException">The table lacks a column, or no row has a target.</exception>
    public static HeldOutRows Of(Predictor predictor, Table table, CancellationToken cancellation)
    {
        if (predictor.Network is { } network)
        {
            var (targets, raw, _) = network.Scored(table, cancellation);
            return new(network.Reader.Say(raw, response: true), targets);
        }

        var known = TargetsOf(predictor, table, cancellation);
        var rows = LinearScore.KnownRows(known, predictor.Targets[0], table);
        return new(predictor.Predict(table, cancellation).Some(rows), Array.ConvertAll(known, values => Array.ConvertAll(rows, row => values[row])));
    }

    /// <summary>The targets of all rows of a linear model or of trees; NaN if there is none.</summary>
    public static double[][] TargetsOf(Predictor predictor, Table table, CancellationToken cancellation) => predictor.Linear is { } model
        ? LinearScore.Targets(model, table, cancellation)
        : [LinearScore.Targets(predictor.Trees!, table, cancellation)];
}
