namespace Minima.Tabular;

/// <summary>The result of a search of the shape of a loss on the given targets.</summary>
/// <param name="Convex">No prediction was found from which the derivative falls as the prediction rises.</param>
/// <param name="Kinks">The predictions at which its derivative jumps upwards.</param>
internal sealed record LossShape(bool Convex, Kinks Kinks);
