namespace Minima.Tabular;

/// <summary>One outer fold by its rows, and the inner folds that choose settings on its training rows.</summary>
/// <param name="Repeat">Which dealing of the rows, from 0.</param>
/// <param name="Index">Which fold of it, from 0.</param>
/// <param name="Fold">Training and test rows.</param>
/// <param name="Inner">Splits of training rows; where these are many, of a sample of them.</param>
/// <param name="Sample">Positions of a sample among the training rows, where these are many: what fits start on; else empty.</param>
/// <param name="Parts">Positions among the test rows of the parts that are measured apart; empty where the test rows are one part.</param>
internal sealed record OuterSplit(int Repeat, int Index, Fold Fold, Fold[] Inner, int[] Sample, IReadOnlyList<int[]> Parts);
