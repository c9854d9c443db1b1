namespace Minima.Tabular;

/// <summary>There is no model to give: the objective has no lowest point, or the search did not reach it.</summary>
internal sealed class FitException(string message) : Exception(message);
