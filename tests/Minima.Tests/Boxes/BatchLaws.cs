using Minima.Tests.Matrix;

namespace Minima.Tests.Boxes;

/// <summary>Leaving boxes out by a mask or by weight 0 is removing them; what was in them does not survive.</summary>
internal sealed class BoxMaskLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        var call = subject.Call<double>(801, 40, curvature: true);
        call.Reduction = Reduction.Mean;
        int[] kept = [.. Enumerable.Range(0, call.Count).Where(n => n % 3 != 1)];
        var want = call.Pick(kept);
        var wantResult = want.Run(subject.Loss);
        foreach (var way in (string[])["mask", "weight"])
        {
            var got = call.Copy();
            foreach (var n in Enumerable.Range(0, call.Count).Where(n => n % 3 == 1))
            {
                got.Prediction.AsSpan(4 * n, 4).Fill(double.NaN);
            }

            got.Mask = way == "mask" ? [.. Enumerable.Range(0, call.Count).Select(n => n % 3 != 1)] : [];
            got.Weight = way == "weight" ? [.. Enumerable.Range(0, call.Count).Select(n => n % 3 != 1 ? 1.0 : 0)] : [];
            var result = got.Run(subject.Loss);
            if (!Near(result.Value, wantResult.Value, 1e-14, 1e-14) || result.Denominator != wantResult.Denominator)
            {
                yield return $"{way}: value {Ulp.Text(result.Value)} over {result.Denominator}, of the boxes that are left {Ulp.Text(wantResult.Value)} over {wantResult.Denominator}";
            }

            foreach (var failure in Differences(way + ": gradient", Boxes(got.Gradient, kept), want.Gradient, 1e-13, 1e-15).Concat(Differences(way + ": curvature", got.Hessian.Length == 0 ? [] : Boxes(got.Hessian, kept), want.Hessian, 1e-13, 1e-15)))
            {
                yield return failure;
            }

            int[] left = [.. Enumerable.Range(0, call.Count).Except(kept)];
            if (left.Any(n => got.Terms[n] != 0) || Boxes(got.Gradient, left).Any(g => g != 0) || (got.Hessian.Length > 0 && Boxes(got.Hessian, left).Any(h => h != 0)))
            {
                yield return $"{way}: boxes that are left out have terms or derivatives";
            }
        }
    }

    private static double[] Boxes(double[] from, int[] boxes) => [.. boxes.SelectMany(n => from[(4 * n)..(4 * n + 4)])];
}

/// <summary>The same weight on every box changes nothing; the weighted mean is the sum of the weighted terms over the denominator that it names.</summary>
internal sealed class BoxWeightLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        var plain = subject.Call<double>(901, 31);
        plain.Reduction = Reduction.Mean;
        var result = plain.Run(subject.Loss);
        var uniform = plain.Copy();
        uniform.Weight = [.. Enumerable.Repeat(0.3, plain.Count)];
        if (!Near(uniform.Run(subject.Loss).Value, result.Value, 1e-14, 1e-14))
        {
            yield return "weights of 0.3 change the mean";
        }

        foreach (var failure in Differences("weights of 0.3: gradient", uniform.Gradient, plain.Gradient, 1e-13, 1e-16))
        {
            yield return failure;
        }

        foreach (var mean in (WeightedMean[])[WeightedMean.SumOfWeights, WeightedMean.Count])
        {
            var weighted = plain.Copy();
            weighted.Weight = [.. Enumerable.Range(0, plain.Count).Select(n => 0.1 * (n % 7))];
            weighted.WeightedMean = mean;
            var got = weighted.Run(subject.Loss);
            var denominator = mean == WeightedMean.Count ? plain.Count : weighted.Weight.Sum();
            var sum = weighted.Weight.Zip(plain.Terms, (w, t) => w * t).Sum();
            var slopes = plain.Gradient.Select((g, i) => g * plain.Count * weighted.Weight[i / 4] / denominator).ToArray();
            if (!Near(got.Denominator, denominator, 1e-13) || !Near(got.Value, sum / denominator, 1e-13, 1e-13))
            {
                yield return $"{mean}: {Ulp.Text(got.Value)} over {Ulp.Text(got.Denominator)}, by hand {Ulp.Text(sum / denominator)} over {Ulp.Text(denominator)}";
            }

            foreach (var failure in Differences($"{mean}: gradient", weighted.Gradient, slopes, 1e-12, 1e-14))
            {
                yield return failure;
            }
        }
    }
}

/// <summary>A batch twice has the same mean; boxes in another order have the same terms and gradients; a gradient may be written in place.</summary>
internal sealed class BoxBatchLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        var call = subject.Call<double>(1001, 23);
        call.Reduction = Reduction.Mean;
        var result = call.Run(subject.Loss);
        var twice = call.Pick([.. Enumerable.Range(0, call.Count), .. Enumerable.Range(0, call.Count)]);
        if (!Near(twice.Run(subject.Loss).Value, result.Value, 1e-14, 1e-14))
        {
            yield return "the batch twice has another mean";
        }

        int[] order = [.. Enumerable.Range(0, call.Count).OrderBy(n => n * 17 % 23)];
        var shuffled = call.Pick(order);
        shuffled.Run(subject.Loss);
        for (var i = 0; i < order.Length; i++)
        {
            if (!Ulp.Same(shuffled.Terms[i], call.Terms[order[i]]) || !shuffled.Gradient.AsSpan(4 * i, 4).SequenceEqual(call.Gradient.AsSpan(4 * order[i], 4)))
            {
                yield return $"box {order[i]} changes with its place";
            }
        }

        var inPlace = call.Copy();
        inPlace.Gradient = inPlace.Prediction;
        inPlace.Run(subject.Loss);
        if (!inPlace.Prediction.AsSpan().SequenceEqual(call.Gradient))
        {
            yield return "a gradient in place of the prediction is another one";
        }
    }
}
