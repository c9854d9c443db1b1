namespace Minima.Sql;

/// <summary>A database refused an operation that IEEE arithmetic answers with an infinity, a NaN or 0: the step was too long.</summary>
internal sealed class SqlOverflowException(string message, Exception? inner = null) : Exception(message, inner);
