using Minima.Tensors.Losses;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Losses on masks beyond the reference cases: what they equal, what leaves them as they are, and masks with nothing in them.</summary>
public sealed class SegmentationTests
{
    /// <summary>Losses on one mask of logits (or probabilities) and its truth.</summary>
    private static readonly (string Name, Func<Tensor, Tensor, Tensor> Loss)[] OnMasks =
    [
        ("lovasz_hinge", (p, t) => default(LovaszHinge).Apply(p.Reshape([1, p.Count]), t.Reshape([1, t.Count]))),
        ("hausdorff_dt", (p, t) => new HausdorffDistanceTransform().Apply(p, t)),
        ("hausdorff_dt, log, alpha 1", (p, t) => new HausdorffDistanceTransform(1, true).Apply(p, t)),
        ("cldice", (p, t) => new CentreLineDice().Apply(p, t)),
    ];

    [Fact]
    public void Hinges_at_a_margin_of_one_are_twice_the_Jaccard_loss()
    {
        using var step = StepScope.Begin();
        var random = new Random(3);
        for (var round = 0; round < 50; round++)
        {
            var said = Bits(random, 60);
            var truth = Bits(random, 60, round % 3 == 0 ? 0.05 : 0.5);
            if (!truth.Any(t => t > 0)) truth[7] = 1;
            var got = default(LovaszHinge).Apply(Tensor.Of(Array.ConvertAll(said, s => (2 * s) - 1), [1, 60]), Tensor.Of(truth, [1, 60])).Item();
            Assert.Equal(2 * Jaccard(said, truth), got, 1e-13);
        }
    }

    [Fact]
    public void Certain_probabilities_give_the_mean_Jaccard_loss_of_the_classes()
    {
        using var step = StepScope.Begin();
        var random = new Random(5);
        for (var round = 0; round < 20; round++)
        {
            var said = Enumerable.Range(0, 40).Select(_ => random.Next(4)).ToArray();
            var truth = Enumerable.Range(0, 40).Select(_ => random.Next(round % 2 == 0 ? 4 : 2)).ToArray();
            var logits = Tensor.Of([.. said.SelectMany(k => Enumerable.Range(0, 4).Select(c => c == k ? 1000.0 : 0))], [40, 4]);
            var got = new LovaszSoftmax().Apply(logits, Tensor.Of(truth, [40])).Item();
            var want = truth.Distinct().Average(c => Jaccard(Array.ConvertAll(said, k => k == c ? 1.0 : 0), Array.ConvertAll(truth, k => k == c ? 1.0 : 0)));
            Assert.Equal(want, got, 1e-13);
        }
    }

    [Fact]
    public void Lovasz_losses_do_not_know_where_a_pixel_lies()
    {
        using var step = StepScope.Begin();
        var logits = GradientCheck.Numbers([30, 3], 4);
        var labels = Enumerable.Range(0, 30).Select(i => i * 7 % 3).ToArray();
        var order = Enumerable.Range(0, 30).OrderBy(i => i * 11 % 30).ToArray();
        var moved = Tensor.Of(order, [30]);
        var truth = Tensor.Of(labels, [30]);
        var permuted = Tensor.Of(Array.ConvertAll(order, i => labels[i]), [30]);
        Assert.Equal(new LovaszSoftmax().Apply(logits, truth).Item(), new LovaszSoftmax().Apply(logits.Rows(moved), permuted).Item(), 1e-13);
        Assert.Equal(new WassersteinDice().Apply(logits, truth).Item(), new WassersteinDice().Apply(logits.Rows(moved), permuted).Item(), 1e-13);

        var mask = Tensor.Of(Array.ConvertAll(labels, k => k == 0 ? 1.0 : 0), [30]);
        var line = logits.Slice(1, 0, 1).Reshape([30]);
        Assert.Equal(Hinge(line, mask), Hinge(line.Reshape([30, 1]).Rows(moved), mask.Reshape([30, 1]).Rows(moved)), 1e-13);

        static double Hinge(Tensor p, Tensor t) => default(LovaszHinge).Apply(p.Reshape([1, 30]), t.Reshape([1, 30])).Item();
    }

    /// <summary>The extension is convex in the errors, hence the hinge in the logits: the middle lies below the chord.</summary>
    [Fact]
    public void The_Lovasz_hinge_is_convex()
    {
        using var step = StepScope.Begin();
        var truth = Tensor.Of(Bits(new Random(1), 24, 0.3), [1, 24]);
        for (var seed = 0; seed < 40; seed++)
        {
            var (a, b) = (GradientCheck.Numbers([1, 24], seed, -3, 3), GradientCheck.Numbers([1, 24], seed + 100, -3, 3));
            Assert.True(Of((a + b) / 2) <= ((Of(a) + Of(b)) / 2) + 1e-12);
        }

        double Of(Tensor x) => default(LovaszHinge).Apply(x, truth).Item();
    }

    /// <summary>No pixel, one pixel, a line, and a square, whatever is in them: numbers, and gradients that are numbers.</summary>
    [Fact]
    public void Masks_without_foreground_or_background_give_numbers()
    {
        using var step = StepScope.Begin();
        foreach (var (height, width) in new[] { (0, 4), (1, 1), (1, 5), (3, 3) })
        {
            foreach (var p in new[] { 0, 0.3, 0.5, 0.7, 1 })
            {
                foreach (var t in new double[] { 0, 1 })
                {
                    foreach (var (name, loss) in OnMasks)
                    {
                        var x = Tensor.Full([height, width], p, ElementType.Double).WithGradient();
                        var value = loss(x, Tensor.Full([height, width], t, ElementType.Double));
                        var gradient = value.RequiresGradient ? Autograd.Gradient(value, [x])[0].ToArray() : [];
                        Assert.True(double.IsFinite(value.Item()) && gradient.All(double.IsFinite), $"{name} of {p} against {t} at [{height}, {width}]: {value.Item()}, [{string.Join(", ", gradient)}]");
                        if (height == 0) Assert.Equal(0, value.Item());
                    }
                }
            }
        }
    }

    [Fact]
    public void Pictures_may_be_turned_and_mirrored()
    {
        using var step = StepScope.Begin();
        var p = GradientCheck.Numbers([7, 9], 8, 0, 1);
        var t = Tensor.Of(Bits(new Random(8), 63, 0.3), [7, 9]);
        foreach (var (name, loss) in OnMasks.Skip(1))
        {
            Assert.True(Math.Abs(loss(p, t).Item() - loss(p.Transpose().Contiguous(), t.Transpose().Contiguous()).Item()) < 1e-12, name);
            Assert.True(Math.Abs(loss(p, t).Item() - loss(Mirrored(p), Mirrored(t)).Item()) < 1e-12, name);
        }

        static Tensor Mirrored(Tensor x) => Tensor.Of([.. x.ToArray().Reverse()], x.Shape);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 17)]
    [InlineData(1, 13, 1)]
    [InlineData(1, 12, 15)]
    [InlineData(5, 6, 7)]
    public void Distances_are_those_of_brute_force(int depth, int height, int width)
    {
        var random = new Random(depth + height + width);
        foreach (var share in new[] { 0, 0.03, 0.3, 0.9, 1 })
        {
            var mask = Array.ConvertAll(Bits(random, depth * height * width, share), x => x > 0);
            foreach (var inside in new[] { true, false })
            {
                var got = DistanceMap.Squares(mask, inside, depth, height, width);
                for (var i = 0; i < got.Length; i++)
                {
                    var want = double.PositiveInfinity;
                    for (var j = 0; j < got.Length; j++)
                    {
                        if (mask[j] != inside) continue;
                        var (z, y, x) = ((i / (height * width)) - (j / (height * width)), (i / width % height) - (j / width % height), (i % width) - (j % width));
                        want = Math.Min(want, (z * z) + (y * y) + (x * x));
                    }

                    Assert.Equal(want, got[i]);
                }
            }
        }
    }

    [Fact]
    public void A_signed_map_is_what_the_boundary_loss_takes()
    {
        using var step = StepScope.Begin();
        var mask = Tensor.Of([0.0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1], [1, 4, 4]);
        double[] want = [Math.Sqrt(2), 1, 1, 1, 1, 0, 0, 0, 1, 0, -1, -1, 1, 0, -1, -2];
        Assert.Equal(want, DistanceMap.Signed(mask).ToArray());
        Assert.All(DistanceMap.Signed(Tensor.Concatenate(0, Tensor.Zeros([1, 4, 4], ElementType.Double), Tensor.Ones([1, 4, 4], ElementType.Double))).ToArray(), x => Assert.Equal(0, x));
        Assert.Contains("rows and columns", Assert.Throws<TrainingException>(() => DistanceMap.Signed(Tensor.Ones([3]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gap_in_a_line_costs_more_than_the_same_pixels_at_its_side()
    {
        using var step = StepScope.Begin();
        var line = new double[9 * 9];
        for (var x = 0; x < 9; x++) line[(4 * 9) + x] = 1;
        var (broken, rough) = ((double[])line.Clone(), (double[])line.Clone());
        broken[(4 * 9) + 4] = 0;
        rough[(3 * 9) + 4] = 1;
        Assert.Equal(0, Of(line), 1e-15);
        Assert.True(Of(broken) > 0.05);
        Assert.True(Of(broken) > Of(rough), $"{Of(broken)}, {Of(rough)}");

        double Of(double[] image) => new CentreLineDice().Apply(Tensor.Of(image, [9, 9]), Tensor.Of(line, [9, 9])).Item();
    }

    [Fact]
    public void Erosion_and_dilation_are_minima_and_maxima_of_neighbours()
    {
        using var step = StepScope.Begin();
        var image = GradientCheck.Numbers([5, 6], 2, 0, 1);
        var x = image.ToArray();
        var eroded = Morphology.Eroded(image.Reshape([1, 1, 5, 6])).ToArray();
        var dilated = Morphology.Dilated(image.Reshape([1, 1, 5, 6])).ToArray();
        for (var i = 0; i < x.Length; i++)
        {
            var near = Enumerable.Range(0, x.Length).Select(j => (Rows: Math.Abs((i / 6) - (j / 6)), Columns: Math.Abs((i % 6) - (j % 6)), Value: x[j])).Where(j => j is { Rows: <= 1, Columns: <= 1 }).ToArray();
            Assert.Equal(near.Max(j => j.Value), dilated[i]);
            Assert.Equal(near.Where(j => j.Rows + j.Columns <= 1).Min(j => j.Value), eroded[i]);
        }
    }

    [Fact]
    public void Certain_confusions_cost_their_distance()
    {
        using var step = StepScope.Begin();
        int[] truth = [0, 0, 1, 1, 2, 2, 2];
        int[] said = [0, 1, 1, 2, 2, 1, 0];
        var logits = Tensor.Of([.. said.SelectMany(k => Enumerable.Range(0, 3).Select(c => c == k ? 800.0 : 0))], [7, 3]);

        // Distances 0 1 0 .5 0 .5 1; of the foreground 1, .5, 1, .5 and 0 are right.
        Assert.Equal(3 / ((2 * 3) + 3 + 1e-5), new WassersteinDice().Apply(logits, Tensor.Of(truth, [7])).Item(), 1e-14);
    }

    [Theory]
    [InlineData("[[0, 1]]", "square")]
    [InlineData("[[0, 1], [1, 0.5]]", "row 1, column 1")]
    public void A_matrix_of_distances_is_square_and_free_on_its_diagonal(string matrix, string says)
    {
        var rows = System.Text.Json.JsonSerializer.Deserialize<double[][]>(matrix)!;
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Key == "wasserstein_dice");
        Assert.Contains(says, Assert.Throws<LossException>(() => Minima.Loss.Create(entry, new Dictionary<string, object?>(StringComparer.Ordinal) { ["distance_matrix"] = rows })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var four = GradientCheck.Numbers([5, 4], 1);
        var labels = Tensor.Of([0, 1, 2, 3, 0], [5]);
        Assert.Contains("4 classes, but distance_matrix has 3 rows", Assert.Throws<LossException>(() => new WassersteinDice().Apply(four, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("class_weight has 2 numbers", Assert.Throws<LossException>(() => new LovaszSoftmax(ClassesCounted.All, [1, 2]).Apply(four, labels)).Message, StringComparison.Ordinal);
        var line = GradientCheck.Numbers([5], 1, 0, 1);
        Assert.Contains("one image [H, W]", Assert.Throws<LossException>(() => new HausdorffDistanceTransform().Apply(line, line)).Message, StringComparison.Ordinal);
    }

    private static double[] Bits(Random random, int count, double share = 0.5) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() < share ? 1.0 : 0)];

    private static double Jaccard(double[] said, double[] truth)
    {
        var (common, union) = (said.Zip(truth, (s, t) => s * t).Sum(), said.Zip(truth, Math.Max).Sum());
        return union == 0 ? 0 : 1 - (common / union);
    }
}
