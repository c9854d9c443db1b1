namespace Minima.Cli.Compare;

/// <summary>
/// The weights along the path of l2, largest first, for each inner split and, last, for the outer one: where losses with several
/// minima start a second time.
/// </summary>
internal sealed record Solutions(IReadOnlyList<IReadOnlyList<double[]>> BySplit);
