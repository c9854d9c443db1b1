namespace Minima.Tabular;

/// <summary>How rows are held out.</summary>
public enum FoldKind
{
    /// <summary>k parts by chance, stratified for classes; each is held out once in every repeat.</summary>
    Shuffled,

    /// <summary>As shuffled, with the rows of a group always together.</summary>
    Grouped,

    /// <summary>Trained on the past, tested on what comes next.</summary>
    Time,

    /// <summary>Trained on one file, tested on parts of another.</summary>
    TestFile,
}

/// <summary>The folds that were used: entry i of every list by fold in the result belongs to entry i here.</summary>
/// <param name="Kind">How rows are held out.</param>
/// <param name="Column">The column of groups or times, or the name of the test file; null where there is none.</param>
/// <param name="PerRepeat">How many folds a repeat has.</param>
/// <param name="Repeats">How many times rows were dealt to folds anew.</param>
/// <param name="Folds">The folds that are in the result, in their order.</param>
public sealed record FoldPlan(FoldKind Kind, string? Column, int PerRepeat, int Repeats, IReadOnlyList<FoldSize> Folds)
{
    /// <summary>
    /// Test rows over training rows, averaged: what the corrected variance adds to 1 over the number of folds. 0 where the folds share
    /// one trained model and disjoint test rows.
    /// </summary>
    internal double Overlap => Kind == FoldKind.TestFile || Folds.Count == 0 ? 0 : Folds.Average(fold => (double)fold.Test / fold.Train);
}

/// <summary>The rows of one fold.</summary>
public sealed record FoldSize(int Repeat, int Index, int Train, int Test);
