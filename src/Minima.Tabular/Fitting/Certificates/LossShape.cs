namespace Minima.Tabular;

/// <summary>What a search found of a loss on the targets at hand.</summary>
/// <param name="Convex">No prediction was found from which the slope falls as the prediction rises.</param>
/// <param name="Kinks">Where its slope jumps upwards.</param>
internal sealed record LossShape(bool Convex, Kinks Kinks);
