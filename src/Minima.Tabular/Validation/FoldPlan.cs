namespace Minima.Tabular;

/// <summary>The ways to hold out rows.</summary>
public enum FoldKind
{
    /// <summary>k random parts, stratified for classes; each is held out once in every repeat.</summary>
    Shuffled,

    /// <summary>The same as shuffled, with the rows of a group always together.</summary>
    Grouped,

    /// <summary>Trained on the past, tested on later rows.</summary>
    Time,

    /// <summary>Trained on one file, tested on parts of another.</summary>
    TestFile,
}

/// <summary>The folds that were used: entry i of every list by fold in the result corresponds to entry i here.</summary>
/// <param name="Kind">The way to hold out rows.</param>
/// <param name="Column">The column of groups or times, or the name of the test file; null if there is none.</param>
/// <param name="PerRepeat">The number of folds in a repeat.</param>
/// <param name="Repeats">The number of random assignments of rows to folds.</param>
/// <param name="Folds">The folds that are in the result, in their order.</param>
public sealed record FoldPlan(FoldKind Kind, string? Column, int PerRepeat, int Repeats, IReadOnlyList<FoldSize> Folds)
{
    /// <summary>
    /// Test rows over training rows, averaged: the term that the corrected variance adds to 1 over the number of folds. 0 if the folds share
    /// one trained model and disjoint test rows.
    /// </summary>
    internal double Overlap => Kind == FoldKind.TestFile || Folds.Count == 0 ? 0 : Folds.Average(fold => (double)fold.Test / fold.Train);
}

/// <summary>The rows of one fold.</summary>
public sealed record FoldSize(int Repeat, int Index, int Train, int Test);
