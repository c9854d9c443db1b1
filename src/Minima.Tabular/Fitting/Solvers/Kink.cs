namespace Minima.Tabular;

/// <summary>A kink: the objective contains the term Jump · max(0, x − At), where x is the prediction for a row, or a parameter.</summary>
/// <param name="Row">The row; for parameter j it is −1 − j.</param>
/// <param name="At">The position at which the derivative jumps.</param>
/// <param name="Jump">The size of the jump, times the weight of the row in the mean.</param>
internal readonly record struct Kink(int Row, double At, double Jump);
