namespace Minima.Tabular;

/// <summary>One outer fold by its rows, and the inner folds that choose settings on its training rows.</summary>
/// <param name="Repeat">The index of the repeat, from 0.</param>
/// <param name="Index">The index of the fold in the repeat, from 0.</param>
/// <param name="Fold">Training and test rows.</param>
/// <param name="Inner">Splits of training rows; if these are many, of a sample of them.</param>
/// <param name="Sample">Positions of a sample among the training rows, if these are many, on which fits start; else empty.</param>
/// <param name="Parts">Positions among the test rows of the parts that are measured separately; empty if the test rows are one part.</param>
internal sealed record OuterSplit(int Repeat, int Index, Fold Fold, Fold[] Inner, int[] Sample, IReadOnlyList<int[]> Parts);
