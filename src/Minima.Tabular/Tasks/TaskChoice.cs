namespace Minima.Tabular;

/// <summary>The task, and how it came to be.</summary>
/// <param name="Task">What is compared for.</param>
/// <param name="Asked">The user said so with --task.</param>
/// <param name="Why">The statistic that decided, as words that follow "because"; empty when it was asked for.</param>
/// <param name="Override">The words of --task that would take this target otherwise; empty when none would.</param>
public sealed record TaskChoice(PredictionTask Task, bool Asked, Localized Why, IReadOnlyList<string> Override);
