namespace Minima.Tabular;

/// <summary>A bend: the objective holds the term Jump · max(0, x − At), where x is the prediction for a row, or a parameter.</summary>
/// <param name="Row">The row; for parameter j it is −1 − j.</param>
/// <param name="At">Where the slope jumps.</param>
/// <param name="Jump">By how much, times the share of the row in the mean.</param>
internal readonly record struct Kink(int Row, double At, double Jump);
