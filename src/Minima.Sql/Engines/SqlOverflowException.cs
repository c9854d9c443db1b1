namespace Minima.Sql;

/// <summary>A database refused an operation whose result is no finite number, where IEEE arithmetic has an infinity, a NaN or 0: a step goes too far.</summary>
internal sealed class SqlOverflowException(string message, Exception? inner = null) : Exception(message, inner);
