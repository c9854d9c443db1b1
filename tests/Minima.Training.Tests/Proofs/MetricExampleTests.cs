using Minima.Examples;
using Minima.Lab.Embeddings;
using Minima.Tabular;
using Minima.Tensors.Losses;
using Split = Minima.Lab.Split;

namespace Minima.Training.Tests.Proofs;

/// <summary>Embeddings of digits, on fewer epochs than the page.</summary>
public sealed class MetricExampleTests
{
    [Fact]
    public void IslandsDrawClassesTogether()
    {
        var table = BundledTable.Digits();
        foreach (var seed in new[] { 1, 2 })
        {
            var split = Split.Of(table, seed);
            var (plain, island) = (Of(null), Of((x, centres, y) => new IslandLoss(10).Apply(x, centres, y)));
            Assert.True(island.Within < plain.Within, $"within {island.Within} against {plain.Within}");
            Assert.True(island.Between / island.Within > 1.1 * plain.Between / plain.Within, $"{island} against {plain}");

            (double Within, double Between) Of(Func<Tensor, Tensor, Tensor, Tensor>? centres) => EmbeddingTask.Spread(
                EmbeddingTask.Embedded(new EmbeddingTask(table, split.Training, [.. Enumerable.Range(0, 10)]).TrainedWithCentres(centres, 0.1, 2, 40, seed), table, split.Test),
                table.LabelsOf(split.Test));
        }
    }

    [Fact]
    public void EveryLossEmbedsDigitsThatWereSeen()
    {
        var table = BundledTable.Digits();
        var split = Split.Of(table, 1);
        int[] rows = [.. split.Training.Where(row => table.Target[row] < 6)], test = [.. split.Test.Where(row => table.Target[row] < 6)];
        foreach (var loss in EmbeddingLoss.All)
        {
            var embedded = EmbeddingTask.Embedded(new EmbeddingTask(table, rows, [.. Enumerable.Range(0, 6)]).Trained(loss, 16, 8, 1), table, test);
            Assert.True(EmbeddingTask.RecallAtOne(EmbeddingTask.Normalized(embedded, 16), table.LabelsOf(test)) > 0.95, loss.Name);
        }
    }

    [Fact]
    public void NearestRowsAndSpreadsAreCounted()
    {
        // On a line: 0 and 1 are of one class, 5 and 5.5 of another, 1.8 of the second though it lies by the first.
        double[] places = [0, 1, 5, 5.5, 1.8];
        int[] labels = [0, 0, 1, 1, 1];
        Assert.Equal(3 / 5.0, EmbeddingTask.RecallAtOne(places, labels), 1e-12);

        // Means 0.5 and 4.1; rows are 0.5, 0.5, 0.9, 1.4, 2.3 away from their own, and 2.66, 1.66, 2.34, 2.84, 0.86 from that of all.
        var (within, between) = EmbeddingTask.Spread(places, labels);
        Assert.Equal(1.12 / 2.072, within, 1e-12);
        Assert.Equal(3.6 / 2.072, between, 1e-12);
    }
}
