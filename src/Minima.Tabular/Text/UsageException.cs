using Minima.Training;

namespace Minima.Tabular;

/// <summary>The options do not go together, or name what does not exist.</summary>
internal sealed class UsageException(string message) : TrainingException(message);
