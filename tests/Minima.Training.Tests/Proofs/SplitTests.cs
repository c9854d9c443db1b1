using Minima.Examples;
using Minima.Tabular;
using Split = Minima.Lab.Split;

namespace Minima.Training.Tests.Proofs;

/// <summary>The rows that figures are measured on.</summary>
public sealed class SplitTests
{
    [Fact]
    public void EveryRowIsOnOneSideAndClassesAreSpreadAlike()
    {
        var table = BundledTable.Digits();
        var split = Split.Of(table, 1);
        Assert.Equal(Enumerable.Range(0, table.Rows), split.Training.Concat(split.Test).Order());
        for (var digit = 0; digit < DigitRows.Classes; digit++)
        {
            var all = table.Target.Count(value => (int)value == digit);
            Assert.Equal(all / 4, split.Test.Count(row => (int)table.Target[row] == digit));
        }
    }

    [Fact]
    public void FoldsPartTheTrainingRows()
    {
        var split = Split.Of(BundledTable.Diabetes(), 2);
        var folds = Enumerable.Range(0, Split.FoldCount).Select(fold => split.Fold(fold, within: true)).ToArray();
        Assert.Equal(split.Training, folds.SelectMany(rows => rows).Order());
        Assert.True(folds.Max(rows => rows.Length) - folds.Min(rows => rows.Length) <= 1);
        Assert.Equal(split.Training.Except(folds[1]), split.Fold(1, within: false));
    }

    [Fact]
    public void AnotherSeedIsAnotherSplit()
    {
        var table = BundledTable.BreastCancer();
        Assert.NotEqual(Split.Of(table, 1).Test, Split.Of(table, 2).Test);
        Assert.Equal(Split.Of(table, 1).Test, Split.Of(table, 1).Test);
    }
}
