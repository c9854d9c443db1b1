namespace Minima.Training.Data;

/// <summary>One file of a table, or a stream.</summary>
/// <param name="Name">The name in messages.</param>
/// <param name="Open">Opens its bytes.</param>
/// <param name="LeavesOpen">True if the caller closes the stream.</param>
/// <param name="Path">The path of the file, or null.</param>
internal sealed record TablePart(string Name, Func<Stream> Open, bool LeavesOpen = false, string? Path = null);
