using Minima.Examples;
using Minima.Examples.Ordinal;
using Minima.Tabular;
using Split = Minima.Lab.Split;

namespace Minima.Training.Tests.Proofs;

/// <summary>Losses that know the order of classes, on fewer splits than the page.</summary>
public sealed class OrdinalExampleTests
{
    [SlowFact]
    public void OrderBringsPredictionsNearer()
    {
        var table = BundledTable.Diabetes();
        double Off(string name) => new[] { 1, 2, 3 }.Average(seed =>
        {
            var split = Split.Of(table, seed);
            var task = new OrdinalTask(table, split.Training);
            return OrdinalTask.MeanError(task.Predicted(OrdinalWay.All.Single(way => way.Name == name), split.Training, split.Test, 0.01, 40, seed), Array.ConvertAll(split.Test, task.ClassOf));
        });
        var plain = Off("cross_entropy");
        foreach (var name in new[] { "cumulative_link", "coral_ordinal", "corn_ordinal", "mse" }) Assert.True(Off(name) < plain - 0.03, $"{name}: {Off(name)} against {plain}");
    }

    [Fact]
    public void KappaIsOneForAgreementAndZeroForAConstant()
    {
        Assert.Equal(1, OrdinalTask.Kappa([0, 1, 2], [0, 1, 2]));
        Assert.Equal(0, OrdinalTask.Kappa([1, 1, 1], [0, 1, 2]), 1e-12);

        // Seen 4 + 0 + 4 = 8; by chance each answer meets each truth: (0 + 1 + 4 + 1 + 0 + 1 + 4 + 1 + 0) / 3 = 4.
        Assert.Equal(-1, OrdinalTask.Kappa([2, 1, 0], [0, 1, 2]), 1e-12);
    }
}
