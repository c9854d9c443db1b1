namespace Minima.Tabular;

/// <summary>The task, and the reason for it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Asked">True if the user chose it with --task.</param>
/// <param name="Why">The statistic that decided, as words that follow "because"; empty if it was requested.</param>
/// <param name="Override">The words of --task that would read this target differently; empty if none would.</param>
public sealed record TaskChoice(PredictionTask Task, bool Asked, Localized Why, IReadOnlyList<string> Override);
