namespace Minima.Tabular;

/// <summary>A file that a command was asked to write cannot be written; the message says which one, and what to do.</summary>
internal sealed class OutputException(string message, Exception? cause = null) : IOException(message, cause);
