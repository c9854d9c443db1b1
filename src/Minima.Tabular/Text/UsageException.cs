namespace Minima.Tabular;

/// <summary>Options contradict each other, or name something that does not exist. Messages call options by their names on the command line.</summary>
/// <param name="message">The given value, the expected one, and the remedy.</param>
public sealed class UsageException(string message) : TrainingException(message);
