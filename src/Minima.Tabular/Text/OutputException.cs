namespace Minima.Tabular;

/// <summary>A command cannot write an output file; the message names the file and the remedy.</summary>
internal sealed class OutputException(string message, Exception? cause = null) : IOException(message, cause);
