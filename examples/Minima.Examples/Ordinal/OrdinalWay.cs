using Minima.Losses;
using Minima.Tensors;
using Minima.Tensors.Losses;
using Minima.Training;

namespace Minima.Examples.Ordinal;

/// <summary>A loss for ordered classes: how many numbers it asks of the network, what else it learns, and how a class is read off.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Outputs">For so many classes.</param>
/// <param name="Cuts">Whether K - 1 thresholds are learned beside the network, which then gives one score.</param>
/// <param name="Loss">Of outputs, thresholds and labels.</param>
/// <param name="Class">Of a row of outputs, and of the thresholds.</param>
internal sealed record OrdinalWay(string Name, Func<int, int> Outputs, bool Cuts, Func<Tensor, Tensor, Tensor, Tensor> Loss, Func<double[], double[], int> Class)
{
    public static readonly IReadOnlyList<OrdinalWay> All =
    [
        new("cross_entropy", k => k, false, (x, _, y) => new CrossEntropy().Apply(x, y), (row, _) => Array.IndexOf(row, row.Max())),
        new("mse", _ => 1, false, (x, _, y) => new MeanSquaredError().Apply(x.Reshape(y.Shape), y.To(x.Type)), Rounded),
        new("mae", _ => 1, false, (x, _, y) => new MeanAbsoluteError().Apply(x.Reshape(y.Shape), y.To(x.Type)), Rounded),
        new("coral_ordinal", _ => 1, true, (x, cuts, y) => new CoralOrdinal().Apply(Above(x, cuts), y), (row, cuts) => cuts.Count(cut => row[0] > cut)),
        new("corn_ordinal", k => k - 1, false, (x, _, y) => new CornOrdinal().Apply(x, y), Steps),
        new("cumulative_link", _ => 1, true, (x, cuts, y) => new CumulativeLink().Apply(x.Reshape(y.Shape), cuts, y), (row, cuts) => cuts.Count(cut => row[0] > cut)),
        new("squared_emd", k => k, false, (x, _, y) => new SquaredEarthMover().Apply(x, y), (row, _) => Array.IndexOf(row, row.Max())),
        new("weighted_kappa", k => k, false, (x, _, y) => new WeightedKappa().Apply(x.Softmax(^1), OneHot(y, x.Shape[1]).To(x.Type)), (row, _) => Array.IndexOf(row, row.Max())),
    ];

    private static int Rounded(double[] row, double[] cuts) => (int)Math.Clamp(Math.Round(row[0]), 0, OrdinalTask.Classes - 1);

    /// <summary>The logits of lying above each cut.</summary>
    private static Tensor Above(Tensor score, Tensor cuts)
    {
        Shape shape = [score.Shape[0], cuts.Count];
        return score.BroadcastTo(shape) - cuts.Reshape([1, cuts.Count]).BroadcastTo(shape);
    }

    /// <summary>Each output is the logit of going one step further: as long as the whole way is likelier than not.</summary>
    private static int Steps(double[] row, double[] cuts)
    {
        var (chance, steps) = (1.0, 0);
        foreach (var logit in row)
        {
            chance /= 1 + Math.Exp(-logit);
            if (chance <= 0.5) break;
            steps++;
        }

        return steps;
    }

    private static Tensor OneHot(Tensor labels, int classes)
    {
        var all = labels.ToArray();
        var rows = new double[all.Length * classes];
        for (var i = 0; i < all.Length; i++) rows[(i * classes) + (int)all[i]] = 1;
        return Tensor.Of(rows, [all.Length, classes]);
    }
}
