namespace Minima.Training.Data;

/// <summary>One file of a table, or a stream.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Open">Gives its bytes.</param>
/// <param name="LeavesOpen">Whoever gave the stream closes it.</param>
/// <param name="Path">Where the file is, or null.</param>
internal sealed record TablePart(string Name, Func<Stream> Open, bool LeavesOpen = false, string? Path = null);
