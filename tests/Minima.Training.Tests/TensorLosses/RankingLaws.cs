namespace Minima.Training.Tests.TensorLosses;

/// <summary>What must hold for losses on lists, told as a list of what does not.</summary>
internal static class RankingLaws
{
    private const double Tolerance = 1e-11;
    private const int Items = 6;

    private static readonly int[] Order = [3, 0, 5, 1, 4, 2];

    /// <summary>Another order of the items permutes the gradient.</summary>
    public static IEnumerable<string> Permutation(ITensorLoss loss) => Permuted(loss, ListBatch.WithoutTies(3, Items, 1));

    /// <summary>The same where items have equal relevance.</summary>
    public static IEnumerable<string> PermutationOfTies(ITensorLoss loss) => Permuted(loss, ListBatch.WithoutTies(3, Items, 2).WithRelevance(Math.Floor));

    /// <summary>A number added to all scores of the lists changes nothing.</summary>
    public static IEnumerable<string> Shift(ITensorLoss loss)
    {
        var batch = ListBatch.WithoutTies(3, Items, 3);
        return Same(batch.Apply(loss), batch.WithScores(s => s + 8).Apply(loss), "with all scores 8 higher");
    }

    /// <summary>A masked item is not there, whatever stands in it.</summary>
    public static IEnumerable<string> Mask(ITensorLoss loss)
    {
        var batch = ListBatch.WithoutTies(2, Items, 4);
        var (value, gradient) = batch.Apply(loss);
        foreach (var rubbish in (double[])[double.NaN, 7, double.PositiveInfinity, double.NegativeInfinity])
        {
            foreach (var place in (int[])[0, 2, Items])
            {
                var (padded, slopes) = batch.Padded(place, rubbish, double.IsFinite(rubbish) ? rubbish : double.NaN).Apply(loss);
                var kept = slopes.Where((_, i) => i % (Items + 1) != place).ToArray();
                foreach (var problem in Same((value, gradient), (padded, kept), $"with {rubbish} masked at {place}")) yield return problem;
                if (slopes.Where((_, i) => i % (Items + 1) == place).Any(slope => slope != 0)) yield return $"a gradient at the masked place {place}";
            }
        }
    }

    /// <summary>Lists of which nothing is left, next to one of which something is: 0, and the mean counts them.</summary>
    public static IEnumerable<string> NothingLeft(ITensorLoss loss)
    {
        var batch = ListBatch.WithoutTies(1, Items, 5);
        var (value, gradient) = batch.Apply(loss);
        var ones = Enumerable.Repeat(1.0, Items).ToArray();
        var rubbish = Enumerable.Repeat(double.NaN, Items).ToArray();
        var (both, slopes) = new ListBatch([batch.Scores[0], rubbish], [batch.Relevance[0], rubbish], [ones, new double[Items]]).Apply(loss);
        var share = LossesOfPairs(loss) ? 1 : 0.5;
        foreach (var problem in Same((value * share, [.. gradient.Select(g => g * share)]), (both, slopes[..Items]), "with a masked list behind")) yield return problem;
        if (slopes[Items..].Any(slope => slope != 0)) yield return "a gradient in a masked list";
    }

    /// <summary>No list, and lists without items: 0.</summary>
    public static IEnumerable<string> Empty(ITensorLoss loss)
    {
        foreach (var batch in (ListBatch[])[new([], []), new([[], []], [[], []])])
        {
            var (value, gradient) = batch.Apply(loss);
            if (value != 0 || gradient.Length != 0) yield return $"{value:R} for the shape {batch.Shape}";
        }
    }

    /// <summary>A list of one has nothing to order: 0, without a gradient.</summary>
    public static IEnumerable<string> One(ITensorLoss loss) => Zero(new ListBatch([[0.7]], [[2]]).Apply(loss), "one item");

    /// <summary>The gradient of a list of one is 0 also where its value is not.</summary>
    public static IEnumerable<string> OneHasNoSlope(ITensorLoss loss) => Zero((0, new ListBatch([[0.7]], [[2]]).Apply(loss).Gradient), "one item");

    /// <summary>Equal relevance has no order: 0.</summary>
    public static IEnumerable<string> AllEqual(ITensorLoss loss) => Zero(ListBatch.WithoutTies(2, Items, 6).WithRelevance(_ => 2).Apply(loss), "equal relevance");

    /// <summary>Nothing relevant: 0.</summary>
    public static IEnumerable<string> NothingRelevant(ITensorLoss loss) => Zero(ListBatch.WithoutTies(2, Items, 7).WithRelevance(_ => 0).Apply(loss), "relevance 0");

    /// <summary>Numbers stay numbers: equal scores, scores of any size, equal relevance.</summary>
    public static IEnumerable<string> Finite(ITensorLoss loss)
    {
        var batch = ListBatch.WithoutTies(2, Items, 8);
        var cases = new (string Name, ListBatch Batch)[]
        {
            ("equal scores", batch.WithScores(_ => 1.5)),
            ("scores times 1e-30", batch.WithScores(s => s * 1e-30)),
            ("scores times 300", batch.WithScores(s => s * 300)),
            ("scores times 1e30", batch.WithScores(s => s * 1e30)),
            ("equal relevance", batch.WithRelevance(_ => 1)),
            ("no relevance", batch.WithRelevance(_ => 0)),
        };
        foreach (var (name, one) in cases)
        {
            var (value, gradient) = one.Apply(loss);
            if (double.IsNaN(value) || gradient.Any(double.IsNaN)) yield return $"{name}: value {value:R}, gradient [{string.Join(", ", gradient)}]";
        }
    }

    /// <summary>Gradients are the slopes of the value, with masked items between the others.</summary>
    public static IEnumerable<string> Differences(ITensorLoss loss)
    {
        const double Step = 1e-6;
        var batch = ListBatch.WithoutTies(2, Items, 9).Padded(3, 0.5, 1);
        var (_, gradient) = batch.Apply(loss);
        for (var k = 0; k < gradient.Length; k++)
        {
            var slope = (At(k, Step) - At(k, -Step)) / (2 * Step);
            if (!(Math.Abs(slope - gradient[k]) <= 1e-6 * Math.Max(1, Math.Abs(slope)))) yield return $"the gradient at {k} is {gradient[k]:R}, differences give {slope:R}";
        }

        double At(int k, double width)
        {
            var scores = batch.Scores.Select(row => (double[])row.Clone()).ToArray();
            scores[k / (Items + 1)][k % (Items + 1)] += width;
            return (batch with { Scores = scores }).Apply(loss).Value;
        }
    }

    /// <summary>The mean over pairs is one number for the batch: a list without pairs does not count.</summary>
    private static bool LossesOfPairs(ITensorLoss loss) => loss is Minima.Tensors.Losses.RankNet { PairMean: true } or Minima.Tensors.Losses.PairwiseHinge { PairMean: true } or Minima.Tensors.Losses.PairwiseSoftZeroOne { PairMean: true };

    private static IEnumerable<string> Permuted(ITensorLoss loss, ListBatch batch)
    {
        var (value, gradient) = batch.Apply(loss);
        double[] moved = [.. Enumerable.Range(0, gradient.Length).Select(k => gradient[k - (k % Items) + Order[k % Items]])];
        return Same((value, moved), batch.Reordered(Order).Apply(loss), "in another order");
    }

    private static IEnumerable<string> Zero((double Value, double[] Gradient) got, string what)
    {
        if (got.Value != 0 || got.Gradient.Any(slope => slope != 0)) yield return $"{what}: value {got.Value:R}, gradient [{string.Join(", ", got.Gradient)}]";
    }

    private static IEnumerable<string> Same((double Value, double[] Gradient) want, (double Value, double[] Gradient) got, string how)
    {
        var largest = want.Gradient.Select(Math.Abs).Append(1).Max();
        if (!(Math.Abs(want.Value - got.Value) <= Tolerance * Math.Max(1, Math.Abs(want.Value)))) yield return $"{want.Value:R}, {how} {got.Value:R}";
        for (var i = 0; i < want.Gradient.Length; i++)
        {
            if (!(Math.Abs(want.Gradient[i] - got.Gradient[i]) <= Tolerance * largest)) yield return $"the gradient at {i} is {want.Gradient[i]:R}, {how} {got.Gradient[i]:R}";
        }
    }
}
