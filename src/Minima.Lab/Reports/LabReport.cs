namespace Minima.Lab;

/// <summary>The results of an experiment.</summary>
/// <param name="Tables">The figures, the baseline among the rows.</param>
/// <param name="Findings">Findings, each in a sentence or two; also results that differ from their paper, and why.</param>
/// <param name="Draw">The picture as SVG.</param>
internal sealed record LabReport(IReadOnlyList<LabTable> Tables, IReadOnlyList<Words> Findings, Func<Language, string> Draw);
