namespace Minima.Tabular;

/// <summary>Options do not go together, or name what does not exist. Messages call options by their names on the command line.</summary>
/// <param name="message">What was given, what is expected, and the remedy.</param>
public sealed class UsageException(string message) : TrainingException(message);
