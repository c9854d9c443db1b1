using Minima.Tensors.Losses;
using static Minima.Training.Tests.TensorLosses.PlainBatch;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>
/// Batches in which anchors have none, one or several positives, against loops written out: the reference has one positive for each anchor, which does not
/// tell a sum from a mean, nor a pair from its anchor.
/// </summary>
public sealed class ManyPositivesTests
{
    private const int Width = 4;

    private static readonly int[] Labels = [0, 2, 1, 0, 3, 2, 0, 2, 1, 2, 4];

    private static readonly Dictionary<string, (ITensorLoss Loss, Func<PlainBatch, double> Want)> Losses = new(StringComparer.Ordinal)
    {
        ["batch_hard_triplet"] = (new BatchHardTriplet(0.3, false), b => b.Anchors.Average(i => Hinge(b.Positives(i).Max(p => b.Distance(i, p)) - b.Negatives(i).Min(n => b.Distance(i, n)) + 0.3))),
        ["batch_hard_triplet soft"] = (new BatchHardTriplet(0.3, true), b => b.Anchors.Average(i => Softplus(b.Positives(i).Max(p => b.Distance(i, p)) - b.Negatives(i).Min(n => b.Distance(i, n))))),
        ["semi_hard_triplet"] = (new SemiHardTriplet(0.7), b => b.PositivePairs.Average(x => Hinge(b.Distance(x.A, x.P) - SemiHard(b, x.A, x.P) + 0.7))),
        ["angular"] = (new Angular(40, true), b => b.PositivePairs.Average(x => Math.Log(1 + b.Negatives(x.A).Sum(n => Math.Exp((4 * Tangent2 * (b.Cosine(x.A, n) + b.Cosine(x.P, n))) - (2 * (1 + Tangent2) * b.Cosine(x.A, x.P))))))),
        ["lifted_structure"] = (new LiftedStructure(0.5), b => b.Anchors.Average(i => Hinge(Math.Log(b.Positives(i).Sum(p => Math.Exp(b.Distance(i, p)))) + Math.Log(b.Negatives(i).Sum(n => Math.Exp(0.5 - b.Distance(i, n))))))),
        ["lifted_structure_pairs"] = (new LiftedStructurePairs(0.5, true), b => b.PositivePairs.Average(x => Math.Pow(Hinge(Math.Log(Near(b, x.A) + Near(b, x.P)) + b.UnitDistance(x.A, x.P)), 2) / 2)),
        ["margin_sampling"] = (new MarginSampling(0.2, 1.2, false), b => MeanOfActive(b.PositivePairs.Select(x => Hinge(b.UnitDistance(x.A, x.P) - 1)).Concat(b.NegativePairs.Select(x => Hinge(1.4 - b.UnitDistance(x.A, x.N)))))),
        ["margin_sampling triplets"] = (new MarginSampling(0.2, 1.2, true), b => MeanOfActive(b.Triplets.SelectMany(x => new[] { Hinge(b.UnitDistance(x.A, x.P) - 1), Hinge(1.4 - b.UnitDistance(x.A, x.N)) }))),
        ["multi_similarity"] = (new MultiSimilarity(2, 10, 0.4), b => b.All.Average(i => (Math.Log(1 + b.Positives(i).Sum(p => Math.Exp(-2 * (b.Cosine(i, p) - 0.4)))) / 2) + (Math.Log(1 + b.Negatives(i).Sum(n => Math.Exp(10 * (b.Cosine(i, n) - 0.4)))) / 10))),
        ["circle"] = (new Circle(0.3, 6, false, true), b => b.Anchors.Average(i => Math.Log(1 + (b.Negatives(i).Sum(n => Push(b.Cosine(i, n))) * b.Positives(i).Sum(p => Pull(b.Cosine(i, p))))))),
        ["tuplet_margin"] = (new TupletMargin(6, 5), b => b.PositivePairs.Average(x => Math.Log(1 + b.Negatives(x.A).Sum(n => Math.Exp(5 * (b.Cosine(x.A, n) - Math.Cos(Math.Acos(b.Cosine(x.A, x.P)) - (Math.PI / 30)))))))),
        ["nca"] = (new NeighbourhoodComponents(0.8), b => b.Anchors.Average(i => -Math.Log(b.Positives(i).Sum(p => Kernel(b, i, p)) / b.All.Where(k => k != i).Sum(k => Kernel(b, i, k))))),
        ["nt_xent"] = (new NormalizedTemperatureCrossEntropy(0.4), b => b.PositivePairs.Average(x => -Math.Log(Heat(b, x.A, x.P) / (Heat(b, x.A, x.P) + b.Negatives(x.A).Sum(n => Heat(b, x.A, n)))))),
        ["supcon"] = (new SupervisedContrastive(0.4), b => b.Anchors.Average(i => b.Positives(i).Average(p => -Math.Log(Heat(b, i, p) / b.All.Where(k => k != i).Sum(k => Heat(b, i, k)))))),
        ["fast_ap"] = (new FastAveragePrecision(6), b => b.Anchors.Average(i => 1 - FastPrecision(b, i, 6))),
        ["smooth_ap"] = (new SmoothAveragePrecision(0.2), b => b.Anchors.Average(q => 1 - b.Positives(q).Append(q).Average(i => Rank(b, q, i, b.Positives(q).Append(q)) / Rank(b, q, i, b.All)))),
        ["ranked_list"] = (new RankedList(1.2, 0.4, 3, 0.3), b => b.All.Average(i => (0.7 * MeanOrZero(b.Positives(i).Select(p => Hinge(b.UnitDistance(i, p) - 0.8)))) + (0.3 * NearNegatives(b, i)))),
        ["intra_pair_variance"] = (new IntraPairVariance(0.05), b => b.PositivePairs.Average(x => Math.Pow(Hinge((0.95 * b.PositivePairs.Average(y => b.Cosine(y.A, y.P))) - b.Cosine(x.A, x.P)), 2)) + b.NegativePairs.Average(x => Math.Pow(Hinge(b.Cosine(x.A, x.N) - (1.05 * b.NegativePairs.Average(y => b.Cosine(y.A, y.N)))), 2))),
        ["all_triplets"] = (new AllTriplets(0.1, TripletDistance.Euclidean, false, true), b => MeanOfActive(b.Triplets.Select(x => Hinge(b.UnitDistance(x.A, x.P) - b.UnitDistance(x.A, x.N) + 0.1)))),
        ["all_triplets cosine"] = (new AllTriplets(0.1, TripletDistance.Cosine, true, false), b => b.Triplets.Average(x => Softplus(b.Cosine(x.A, x.N) - b.Cosine(x.A, x.P) + 0.1))),
        ["pair_contrastive"] = (new PairContrastive(0.2, 1.1, PairDistance.Euclidean), b => MeanOfActive(b.PositivePairs.Select(x => Hinge(b.UnitDistance(x.A, x.P) - 0.2))) + MeanOfActive(b.NegativePairs.Select(x => Hinge(1.1 - b.UnitDistance(x.A, x.N))))),
    };

    private static readonly double Tangent2 = Math.Pow(Math.Tan(40 * Math.PI / 180), 2);

    public static TheoryData<string> Names => [.. Losses.Keys];

    /// <summary>Values at other places say nothing of a gradient that is cut.</summary>
    public static TheoryData<string> Differentiable => [.. Losses.Where(pair => !Of(pair.Value.Loss).Entry.StopsGradient).Select(pair => pair.Key)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_are_those_of_loops(string name)
    {
        var (loss, want) = Losses[name];
        for (var seed = 1; seed <= 5; seed++)
        {
            using var step = StepScope.Begin();
            var rows = Rows(seed);
            var expected = want(new PlainBatch(rows, Labels));
            Assert.Equal(expected, Apply(loss, Flat(rows)).Item(), 1e-12 * Math.Max(1, expected));
        }
    }

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_are_differences(string name)
    {
        var (loss, _) = Losses[name];
        using var step = StepScope.Begin();
        var x = Flat(Rows(6)).WithGradient();
        var gradient = Autograd.Gradient(Apply(loss, x), [x])[0].ToArray();
        var numbers = x.ToArray();
        for (var k = 0; k < numbers.Length; k++)
        {
            var slope = (At(k, 1e-6) - At(k, -1e-6)) / 2e-6;
            Assert.Equal(slope, gradient[k], 1e-6 * Math.Max(1, Math.Abs(slope)));
        }

        double At(int k, double width)
        {
            var moved = (double[])numbers.Clone();
            moved[k] += width;
            return Apply(loss, Tensor.Of(moved, x.Shape)).Item();
        }
    }

    private static TensorLoss Of(ITensorLoss loss)
    {
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Type == loss.GetType());
        var values = entry.ParametersOf(loss);
        return (TensorLoss)Minima.Loss.Create(entry, entry.Parameters.Select((p, i) => (p.Name, values[i])).ToDictionary(p => p.Name, p => p.Item2, StringComparer.Ordinal));
    }

    private static Tensor Apply(ITensorLoss loss, Tensor rows) => Of(loss).Apply([rows, Tensor.Of(Labels, [Labels.Length])]);

    private static double[][] Rows(int seed)
    {
        var random = new Random(seed);
        return [.. Labels.Select(_ => Enumerable.Range(0, Width).Select(_ => (2 * random.NextDouble()) - 1).ToArray())];
    }

    private static Tensor Flat(double[][] rows) => Tensor.Of(rows.SelectMany(row => row).ToArray(), [rows.Length, Width]);

    private static double SemiHard(PlainBatch b, int anchor, int positive)
    {
        var distances = b.Negatives(anchor).Select(n => b.Distance(anchor, n)).ToArray();
        return distances.Where(d => d > b.Distance(anchor, positive)).DefaultIfEmpty(distances.Max()).Min();
    }

    private static double Near(PlainBatch b, int i) => b.Negatives(i).Sum(n => Math.Exp(0.5 - b.UnitDistance(i, n)));

    private static double Push(double s) => Math.Exp(6 * Hinge(s + 0.3) * (s - 0.3));

    private static double Pull(double s) => Math.Exp(-6 * Hinge(1.3 - s) * (s - 0.7));

    private static double Kernel(PlainBatch b, int i, int j) => Math.Exp(-0.8 * Math.Pow(b.Distance(i, j), 2));

    private static double Heat(PlainBatch b, int i, int j) => Math.Exp(b.Cosine(i, j) / 0.4);

    private static double Rank(PlainBatch b, int query, int i, IEnumerable<int> among) => 1 + among.Where(j => j != i).Sum(j => Sigmoid((b.Cosine(query, j) - b.Cosine(query, i)) / 0.2));

    private static double NearNegatives(PlainBatch b, int i)
    {
        var inside = b.Negatives(i).Select(n => b.UnitDistance(i, n)).Where(d => d < 1.2).ToArray();
        var weight = inside.Sum(d => Math.Exp(3 * (1.2 - d)));
        return inside.Sum(d => Math.Exp(3 * (1.2 - d)) / weight * (1.2 - d));
    }

    private static double FastPrecision(PlainBatch b, int i, int bins)
    {
        double Share(int j, int edge) => Hinge(1 - (Math.Abs(Math.Pow(b.UnitDistance(i, j), 2) - (4.0 * edge / bins)) * bins / 4));
        double precision = 0, positives = 0, all = 0;
        for (var edge = 0; edge <= bins; edge++)
        {
            var here = b.Positives(i).Sum(p => Share(p, edge));
            positives += here;
            all += here + b.Negatives(i).Sum(n => Share(n, edge));
            if (all > 0) precision += here * positives / all;
        }

        return precision / b.Positives(i).Count();
    }
}
