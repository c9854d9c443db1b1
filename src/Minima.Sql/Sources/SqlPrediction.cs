namespace Minima.Sql;

/// <summary>The predictions of a linear model as SQL: all columns of the source, and behind them the prediction, and of classes the class.</summary>
/// <param name="Queries">For each part of the source its query; <c>SELECT</c> without a semicolon.</param>
/// <param name="Columns">The names of the columns that are added: <c>prediction</c>, <c>probability</c> or <c>score</c>, then <c>class</c>; of several classes <c>probability_NAME</c> or <c>score_NAME</c> for each; <c>minima_</c> stands before a name that the source has already.</param>
/// <param name="UnknownRows">How many rows hold what the model does not know (a text, a missing value in a column that had none); their prediction is NULL.</param>
public sealed record SqlPrediction(IReadOnlyList<string> Queries, IReadOnlyList<string> Columns, long UnknownRows);
