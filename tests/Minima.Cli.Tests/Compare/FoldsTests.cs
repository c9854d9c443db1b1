using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Compare;

public sealed class FoldsTests
{
    [Theory]
    [InlineData(10, 5)]
    [InlineData(103, 5)]
    [InlineData(442, 7)]
    [InlineData(4, 2)]
    public void FoldsAreAPartition(int rows, int folds)
    {
        var split = Dealt(rows, folds, 1);
        Assert.Equal(folds, split.Length);
        Assert.Equal(Enumerable.Range(0, rows), split.SelectMany(fold => fold.Test).Order());
        foreach (var fold in split)
        {
            Assert.Equal(Enumerable.Range(0, rows), fold.Train.Concat(fold.Test).Order());
            Assert.Equal(fold.Train.Order(), fold.Train);
            Assert.Equal(fold.Test.Order(), fold.Test);
            Assert.InRange(fold.Test.Length, rows / folds, (rows / folds) + 1);
        }
    }

    [Fact]
    public void TheSeedDecides()
    {
        Assert.Equal(Tests(Dealt(50, 5, 7)), Tests(Dealt(50, 5, 7)));
        Assert.NotEqual(Tests(Dealt(50, 5, 7)), Tests(Dealt(50, 5, 8)));
        Assert.NotEqual(Enumerable.Range(0, 10), Dealt(50, 5, 7)[0].Test);
    }

    [Fact]
    public void TheBitsNeverChange()
    {
        // Made by an independent implementation in Python; a change here changes every published comparison.
        Assert.Equal("0,3,5,6 2,4,7,9 1,8,10,11", string.Join(' ', Dealt(12, 3, 42).Select(fold => string.Join(',', fold.Test))));
    }

    [Fact]
    public void ClassesAreSharedOut()
    {
        var target = BundledData.Read("breast-cancer").Target;
        var split = Folds.Over([.. Enumerable.Range(0, 569)], target, 5, 3);
        Assert.Equal(Enumerable.Range(0, 569), split.SelectMany(fold => fold.Test).Order());
        Assert.All(split, fold => Assert.InRange(fold.Test.Length, 113, 114));
        Assert.All(split, fold => Assert.InRange(fold.Test.Count(row => target.Values[row] == 1), 42, 43));
    }

    [Fact]
    public void InnerFoldsSplitOnlyTheTrainingRows()
    {
        foreach (var name in BundledData.Names)
        {
            var target = BundledData.Read(name).Target;
            var strata = target.Kind == TargetKind.Regression ? null : target;
            var outer = Folds.Over([.. Enumerable.Range(0, target.Values.Length)], strata, 5, 3)[2];
            var inner = Folds.Over(outer.Train, strata, 4, Folds.InnerSeed(3), isInner: true);
            var untouched = (int[])outer.Train.Clone();
            Assert.Equal(4, inner.Length);
            Assert.Equal(outer.Train, inner.SelectMany(fold => fold.Test).Order());
            Assert.All(inner, fold => Assert.Equal(outer.Train, fold.Train.Concat(fold.Test).Order()));
            Assert.Equal(untouched, outer.Train);
            if (target.Kind == TargetKind.Binary)
                Assert.All(inner, fold => Assert.InRange(fold.Test.Count(row => target.Values[row] == 1), 42, 43));
        }
    }

    [Fact]
    public void TooFewRowsAreRefused()
    {
        var rows = Assert.Throws<DataException>(() => Dealt(9, 5, 1));
        Assert.Equal("5 folds: there are 9 rows; at least 10 are expected, two for each fold. Give more rows, or fewer folds with --folds.", rows.Message);
        var classes = Assert.Throws<DataException>(() => Folds.Over([.. Enumerable.Range(0, 8)], new TargetColumn("y", [0, 0, 0, 0, 0, 0, 1, 1], TargetKind.Binary, ["0", "1"]), 3, 1));
        Assert.Equal("3 folds: the rarer class has 2 rows; at least 3 are expected, one for each fold. Give more rows of this class, or fewer folds with --folds.", classes.Message);
        Assert.Throws<DataException>(() => Dealt(9, 1, 1));
    }

    [Fact]
    public void SmallNumbersAreUniform()
    {
        var random = new RandomState(9);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++) counts[random.NextInt(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
        Assert.Throws<TrainingException>(() => random.NextInt(0));
        for (var i = 0; i < 1000; i++) Assert.InRange(random.NextDouble(), 0, 0.9999999999999999);
    }

    private static Fold[] Dealt(int rows, int folds, ulong seed) => Folds.Over([.. Enumerable.Range(0, rows)], null, folds, seed);

    private static IEnumerable<int> Tests(Fold[] folds) => folds.SelectMany(fold => fold.Test);
}
