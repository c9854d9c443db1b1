namespace Minima.Sql;

/// <summary>The predictions of a linear model as SQL: all columns of the source, then the prediction, and for classes the class.</summary>
/// <param name="Queries">The query for each part of the source; <c>SELECT</c> without a semicolon.</param>
/// <param name="Columns">The names of the added columns: <c>prediction</c>, <c>probability</c> or <c>score</c>, then <c>class</c>; of several classes <c>probability_NAME</c> or <c>score_NAME</c> for each; <c>minima_</c> is put before a name that the source already has.</param>
/// <param name="UnknownRows">The number of rows with unknown contents (a new text, or a missing value in a column that had none); their prediction is NULL.</param>
public sealed record SqlPrediction(IReadOnlyList<string> Queries, IReadOnlyList<string> Columns, long UnknownRows);
