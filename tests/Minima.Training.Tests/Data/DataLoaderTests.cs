using Minima.Training.Data;

namespace Minima.Training.Tests.Data;

public sealed class DataLoaderTests
{
    [Fact]
    public void EveryRowComesOnceAnEpochWithItsTarget()
    {
        using var loader = new DataLoader(Numbered(103), new() { BatchSize = 10, Seed = 3 });
        Assert.Equal((11, 103), (loader.BatchesPerEpoch, loader.Rows));
        for (var epoch = 0; epoch < 3; epoch++)
        {
            var rows = new List<int>();
            var next = 0;
            foreach (var batch in loader.Epoch(epoch))
            {
                Assert.Equal((epoch, next, next == 10 ? 3 : 10), (batch.Epoch, batch.Index, batch.Count));
                Assert.Equal(Shape.Of(batch.Count, 2), batch.Features.Shape);
                Assert.Equal(Shape.Of(batch.Count), batch.Target.Shape);
                for (var i = 0; i < batch.Count; i++)
                {
                    var row = batch.RowNumbers[i];
                    Assert.Equal(row, batch.Features.Read<float>()[2 * i]);
                    Assert.Equal(-row, batch.Features.Read<float>()[(2 * i) + 1]);
                    Assert.Equal(row % 3, batch.Target.Read<int>()[i]);
                    rows.Add(row);
                }

                next++;
            }

            Assert.Equal(Enumerable.Range(0, 103), rows.Order());
            Assert.NotEqual(Enumerable.Range(0, 103), rows);
        }
    }

    [Fact]
    public void WithoutShufflingRowsKeepTheirOrder()
    {
        using var loader = new DataLoader(Numbered(25), new() { BatchSize = 8, Shuffles = false });
        Assert.Equal(Enumerable.Range(0, 25), Rows(loader, 0));
        Assert.Equal(Enumerable.Range(0, 25), Rows(loader, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void BatchesDoNotDependOnWhoMakesThem(int prefetch)
    {
        using var expected = new DataLoader(Numbered(1003), new() { BatchSize = 7, Seed = 9, Prefetch = 0 });
        using var loader = new DataLoader(Numbered(1003), new() { BatchSize = 7, Seed = 9, Prefetch = prefetch });
        foreach (var epoch in new[] { 0, 1, 5, 0 }) Assert.Equal(Rows(expected, epoch), Rows(loader, epoch));
    }

    [Fact]
    public void AnEpochGoesOnWhereItWasLeft()
    {
        using var loader = new DataLoader(Numbered(50), new() { BatchSize = 8, Seed = 2 });
        var whole = Rows(loader, 4);
        for (var first = 0; first <= loader.BatchesPerEpoch; first++)
        {
            using var resumed = new DataLoader(Numbered(50), new() { BatchSize = 8, Seed = 2 });
            Assert.Equal(whole.Skip(8 * first), Rows(resumed, 4, first));
        }

        // Left in the middle, and taken up by the same loader.
        foreach (var batch in loader.Epoch(4))
        {
            if (batch.Index == 2) break;
        }

        Assert.Equal(whole.Skip(24), Rows(loader, 4, 3));
    }

    [Fact]
    public void AnOrderDependsOnSeedAndEpoch()
    {
        using var loader = new DataLoader(Numbered(60), new() { Seed = 1 });
        using var other = new DataLoader(Numbered(60), new() { Seed = 2 });
        Assert.NotEqual(Rows(loader, 0), Rows(loader, 1));
        Assert.NotEqual(Rows(loader, 0), Rows(other, 0));
        Assert.NotEqual(Rows(loader, 1), Rows(other, 0));
    }

    [Fact]
    public void AShortBatchIsKeptOrDropped()
    {
        using var kept = new DataLoader(Numbered(10), new() { BatchSize = 4 });
        using var dropped = new DataLoader(Numbered(10), new() { BatchSize = 4, DropsLast = true });
        using var even = new DataLoader(Numbered(12), new() { BatchSize = 4 });
        using var small = new DataLoader(Numbered(3), new() { BatchSize = 4 });
        Assert.Equal((3, 2, 3, 1), (kept.BatchesPerEpoch, dropped.BatchesPerEpoch, even.BatchesPerEpoch, small.BatchesPerEpoch));
        Assert.Equal((10, 8, 12, 3), (Rows(kept, 0).Length, Rows(dropped, 0).Length, Rows(even, 0).Length, Rows(small, 0).Length));
    }

    [Fact]
    public void OnlyTheRowsOfASetTakePart()
    {
        var (training, validation) = RowSplit.Random(100, 0.3, 1);
        using var loader = new DataLoader(Numbered(100), new() { BatchSize = 16, Rows = training });
        using var other = new DataLoader(Numbered(100), new() { BatchSize = 16, Rows = validation, Shuffles = false });
        Assert.Equal(Enumerable.Range(0, 100), Rows(loader, 0).Concat(Rows(other, 0)).Order());
        Assert.Equal(Enumerable.Range(0, 30).Select(place => validation[place]), Rows(other, 3));
    }

    [Fact]
    public void WeightsOfRowsAndClassesMultiply()
    {
        int[] labels = [0, 0, 0, 1, 1, 3];
        var features = DataArray.Of("x", new float[6], [1]);
        var plain = new ArrayData(features, DataArray.Labels("y", labels));
        using var none = new DataLoader(plain, new() { Shuffles = false });
        foreach (var batch in none.Epoch(0)) Assert.True(batch.Weights.IsNone);

        // Three classes have rows: 6 / (3 * 3), 6 / (3 * 2), nothing, 6 / (3 * 1).
        using var balanced = new DataLoader(plain, new() { Shuffles = false, BalancesClasses = true });
        Assert.Equal([6.0 / 9, 1, 0, 2], balanced.ClassWeights);
        Assert.Equal([6f / 9, 6f / 9, 6f / 9, 1, 1, 2], Weights(balanced), (a, b) => Math.Abs(a - b) < 1e-6);
        using var weighted = new DataLoader(new ArrayData(features, DataArray.Labels("y", labels), [1, 2, 3, 4, 5, 6]), new() { Shuffles = false, ClassWeights = [10, 1, 7, 0.5] });
        Assert.Equal([10, 20, 30, 4, 5, 3], Weights(weighted));

        // Only the rows that take part are counted.
        using var some = new DataLoader(plain, new() { Rows = RowSet.Range(2, 3), BalancesClasses = true });
        Assert.Equal([1.5, 0.75, 0, 0], some.ClassWeights);

        // A double weight in double precision.
        using var wide = new DataLoader(new ArrayData(DataArray.Of("x", new double[2], [1]), DataArray.Of("y", new double[2], [1]), [0.1, 0.2]), new() { Shuffles = false });
        foreach (var batch in wide.Epoch(0)) Assert.Equal([0.1, 0.2], batch.Weights.Read<double>().ToArray());

        static float[] Weights(DataLoader loader)
        {
            foreach (var batch in loader.Epoch(0)) return batch.Weights.Read<float>().ToArray();
            return [];
        }
    }

    [Fact]
    public void SeveralFeaturesAndTargets()
    {
        var data = new ArrayData(
            [DataArray.Of("words", Enumerable.Range(0, 12).ToArray(), [3]), DataArray.Of("image", [0, 51, 102, 255], [1], scale: 1.0 / 51)],
            [DataArray.Labels("kind", [1, 0, 1, 1]), DataArray.Of("price", new double[] { 1, 2, 3, 4 }, Shape.Scalar)]);
        using var loader = new DataLoader(data, new() { BatchSize = 3, Shuffles = false });
        var seen = 0;
        foreach (var batch in loader.Epoch(0))
        {
            if (seen++ > 0) continue;
            Assert.Equal(Enumerable.Range(0, 9), batch.Feature(0).Read<int>().ToArray());
            Assert.Equal([0, 1, 2], batch.Feature(1).Read<float>().ToArray());
            Assert.Equal([1, 0, 1], batch.TargetAt(0).Read<int>().ToArray());
            Assert.Equal([1, 2, 3], batch.TargetAt(1).Read<double>().ToArray());
            Assert.Contains("There is no target 2 in a batch", Assert.Throws<TrainingException>(() => batch.TargetAt(2)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, seen);
    }

    [Fact]
    public void ABatchSaysWhereItsRowsComeFrom()
    {
        using var loader = new DataLoader(Numbered(30), new() { BatchSize = 30, Shuffles = false });
        foreach (var batch in loader.Epoch(0))
        {
            Assert.Equal("row 4 of numbers", batch.Describe(4));
            Assert.Equal("rows 4, 17 of numbers", batch.Describe(4, 17));
            Assert.Equal("rows 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 8 more of numbers", batch.Describe([.. Enumerable.Range(0, 20)]));
        }

        using var folder = new TemporaryFolder();
        using var data = CsvData.Open(folder.Write("t.csv", "x,y\n1,2\n\n3,4\n"), new CsvDataOptions { Target = "y" });
        using var lines = new DataLoader(data, new() { Shuffles = false });
        foreach (var batch in lines.Epoch(0)) Assert.Equal("lines 2, 4 of t.csv", batch.Describe(0, 1));
    }

    [Fact]
    public void BatchesOutliveTheStepsThatUseThem()
    {
        using var loader = new DataLoader(Numbered(8), new() { BatchSize = 8, Shuffles = false });
        foreach (var batch in loader.Epoch(0))
        {
            for (var i = 0; i < 3; i++)
            {
                using var step = StepScope.Begin();
                Assert.Equal(0, batch.Features.Sum().Item());
            }
        }
    }

    [Fact]
    public void WhatADataSetThrowsArrivesWithTheBatchThatIsAskedFor()
    {
        foreach (var prefetch in new[] { 0, 2 })
        {
            using var loader = new DataLoader(new Broken(), new() { BatchSize = 1, Shuffles = false, Prefetch = prefetch });
            var seen = 0;
            var problem = Assert.Throws<TimeZoneNotFoundException>(() =>
            {
                foreach (var batch in loader.Epoch(0)) seen++;
            });
            Assert.Equal("row 3", problem.Message);
            Assert.Equal(3, seen);
            Assert.Equal(2, loader.Epoch(0, 1).GetEnumerator() is var walk && walk.MoveNext() && walk.MoveNext() ? walk.Current.Index : -1);
        }
    }

    [Fact]
    public void AnEpochEndsWhenAnotherBegins()
    {
        using var loader = new DataLoader(Numbered(100), new() { BatchSize = 10 });
        var first = loader.Epoch(0).GetEnumerator();
        Assert.True(first.MoveNext());
        var second = loader.Epoch(1).GetEnumerator();
        Assert.Contains("another epoch of the same loader has begun", Assert.Throws<TrainingException>(() => first.MoveNext()).Message, StringComparison.Ordinal);
        first.Dispose();
        Assert.True(second.MoveNext());
        Assert.Equal(1, second.Current.Epoch);
        second.Dispose();
        Assert.False(second.MoveNext());
    }

    [Fact]
    public void LoadersOfOneDataSetRunSideBySide()
    {
        using var folder = new TemporaryFolder();
        using var data = CsvData.Open(folder.Write("t.csv", Tables.Mixed(3000, 6)), new CsvDataOptions { Target = "y", MemoryBudget = 0 });
        Assert.False(data.IsInMemory);
        using var quiet = new DataLoader(data, new() { Prefetch = 0 });
        var expected = Sums(quiet);
        using var one = new DataLoader(data);
        using var two = new DataLoader(data);
        using var walk = one.Epoch(0).GetEnumerator();
        using var other = two.Epoch(0).GetEnumerator();
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(walk.MoveNext() && other.MoveNext());
            Assert.Equal(expected[i], Sum(walk.Current));
            Assert.Equal(expected[i], Sum(other.Current));
        }

        static double[] Sums(DataLoader loader)
        {
            var sums = new List<double>();
            foreach (var batch in loader.Epoch(0)) sums.Add(Sum(batch));
            return [.. sums];
        }

        static double Sum(Batch batch) => batch.Features.ToArray().Sum() + batch.RowNumbers[0];
    }

    [Fact]
    public void LoadersWithoutBatchesAreRefused()
    {
        Refused("A data loader of numbers has no rows; at least one is expected. Give a data set", new(), 0);
        Refused("has no rows; at least one is expected. The set of rows is empty: was the proportion of validation rows set to 0?", new() { Rows = RowSet.Range(0, 0) });
        Refused("has 10 rows, fewer than the batch size 32, and drops the last batch", new() { DropsLast = true });
        Refused("the batch size 0", new() { BatchSize = 0 });
        Refused("-1 batches ahead", new() { Prefetch = -1 });
        Refused("cannot read row 10: the data have 10 rows", new() { Rows = RowSet.Range(5, 6) });
        Refused("2 class weights, but its first target has 3 classes", new() { ClassWeights = [1, 2] });
        Refused("the class weight NaN", new() { ClassWeights = [1, 2, double.NaN] });
        Refused("use only one of the two", new() { ClassWeights = [1, 2, 3], BalancesClasses = true });
        using var loader = new DataLoader(Numbered(10), new() { BatchSize = 4 });
        Assert.Contains("no epoch -1", Assert.Throws<TrainingException>(() => loader.Epoch(-1)).Message, StringComparison.Ordinal);
        Assert.Contains("batch 4; it has 3 batches", Assert.Throws<TrainingException>(() => loader.Epoch(0, 4)).Message, StringComparison.Ordinal);
        var numbers = new ArrayData(DataArray.Of("x", new float[2], [1]), DataArray.Of("y", new float[2], [1]));
        Assert.Contains("does not hold class labels", Assert.Throws<TrainingException>(() => new DataLoader(numbers, new() { BalancesClasses = true })).Message, StringComparison.Ordinal);

        static void Refused(string part, DataLoaderOptions options, int rows = 10) =>
            Assert.Contains(part, Assert.Throws<TrainingException>(() => new DataLoader(Numbered(rows), options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AWeightThatIsNoneIsRefusedWithItsRow()
    {
        using var loader = new DataLoader(new Broken { Weight = -1 }, new() { BatchSize = 2, Shuffles = false });
        Assert.Contains("broken, row 7: the weight is -1", Assert.Throws<TrainingException>(() => loader.Epoch(0).GetEnumerator().MoveNext()).Message, StringComparison.Ordinal);
    }

    private static ArrayData Numbered(int rows) => new(
        [DataArray.Of("x", [.. Enumerable.Range(0, rows).SelectMany(row => new float[] { row, -row })], [2])],
        [DataArray.Labels("y", [.. Enumerable.Range(0, rows).Select(row => row % 3)], 3)],
        name: "numbers");

    private static int[] Rows(DataLoader loader, int epoch, int first = 0)
    {
        var rows = new List<int>();
        foreach (var batch in loader.Epoch(epoch, first)) rows.AddRange(batch.RowNumbers);
        return [.. rows];
    }

    /// <summary>Throws at row 3, or gives a weight to every row.</summary>
    private sealed class Broken : ITrainingData
    {
        public double? Weight { get; init; }

        public string Name => "broken";

        public int Rows => 10;

        public IReadOnlyList<DataField> Features { get; } = [new("x", ElementType.Single, [1])];

        public IReadOnlyList<DataField> Targets => [];

        public bool HasWeights => Weight is not null;

        public void Read(ReadOnlySpan<int> rows, BatchBuffer batch)
        {
            batch.RowNumbers.Fill(7);
            for (var i = 0; Weight is { } weight && i < rows.Length; i++) batch.SetWeight(i, weight);
            if (rows.Contains(3)) throw new TimeZoneNotFoundException("row 3");
        }
    }
}
