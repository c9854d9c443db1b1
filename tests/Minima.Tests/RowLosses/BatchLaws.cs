using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.RowLosses;

/// <summary>Leaving rows out by a mask, by the ignored label or by weight 0 is removing them; what was in them does not survive.</summary>
internal sealed class RowMaskLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        var call = subject.Call<double>(3001, 37, 6, curvature: true);
        call.Reduction = Reduction.Mean;
        int[] kept = [.. Enumerable.Range(0, call.Rows).Where(r => r % 3 != 1)];
        var want = call.Pick(kept);
        var wantResult = want.Run(subject.Loss);
        foreach (var way in (string[])["mask", "ignored", "weight"])
        {
            if (way == "ignored" && !subject.HasLabels)
            {
                continue;
            }

            var got = call.Copy();
            foreach (var row in Enumerable.Range(0, call.Rows).Where(r => r % 3 == 1))
            {
                got.Prediction.AsSpan(row * got.Classes, got.Classes).Fill(double.NaN);
                if (way == "ignored")
                {
                    got.Labels[row] = 99;
                }
            }

            got.Mask = way == "mask" ? [.. Enumerable.Range(0, call.Rows).Select(r => r % 3 != 1)] : [];
            got.Weight = way == "weight" ? [.. Enumerable.Range(0, call.Rows).Select(r => r % 3 != 1 ? 1.0 : 0)] : [];
            got.IgnoreIndex = way == "ignored" ? 99 : null;
            var result = got.Run(subject.Loss);
            if (!Near(result.Value, wantResult.Value, 1e-14, 1e-14) || result.Denominator != wantResult.Denominator)
            {
                yield return $"{way}: value {Ulp.Text(result.Value)} over {result.Denominator}, of the rows that are left {Ulp.Text(wantResult.Value)} over {wantResult.Denominator}";
            }

            var rest = got.Pick(kept);
            foreach (var failure in Differences(way + ": gradient", Rows(got.Gradient, got.Classes, kept), want.Gradient, 1e-14, 1e-16)
                .Concat(Differences(way + ": curvature", Rows(got.Hessian, got.Classes, kept), want.Hessian, 1e-14, 1e-16)))
            {
                yield return failure;
            }

            int[] left = [.. Enumerable.Range(0, call.Rows).Except(kept)];
            if (left.Any(r => got.Terms[r] != 0) || Rows(got.Gradient, got.Classes, left).Any(g => g != 0) || Rows(got.Hessian, got.Classes, left).Any(h => h != 0))
            {
                yield return $"{way}: rows that are left out have terms or derivatives";
            }
        }
    }

    private static double[] Rows(double[] from, int classes, int[] rows) => from.Length == 0 ? [] : [.. rows.SelectMany(r => from[(r * classes)..((r + 1) * classes)])];
}

/// <summary>The same weight on every row changes nothing; the weighted mean is the sum of the weighted terms over the denominator that it names.</summary>
internal sealed class RowWeightLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        var plain = subject.Call<double>(3101, 29, 5);
        plain.ClassWeights = subject.Entry.Row!.TakesClassWeights ? [.. Enumerable.Range(1, plain.Classes).Select(k => 0.25 * k)] : [];
        plain.Reduction = Reduction.Mean;
        var result = plain.Run(subject.Loss);
        var uniform = plain.Copy();
        uniform.Weight = [.. Enumerable.Repeat(0.3, plain.Rows)];
        var uniformResult = uniform.Run(subject.Loss);
        if (!Near(uniformResult.Value, result.Value, 1e-14, 1e-14))
        {
            yield return $"weights of 0.3 change the mean from {Ulp.Text(result.Value)} to {Ulp.Text(uniformResult.Value)}";
        }

        foreach (var failure in Differences("weights of 0.3: gradient", uniform.Gradient, plain.Gradient, 1e-13, 1e-16))
        {
            yield return failure;
        }

        foreach (var mean in (WeightedMean[])[WeightedMean.SumOfWeights, WeightedMean.Count])
        {
            var weighted = plain.Copy();
            weighted.Weight = [.. Enumerable.Range(0, plain.Rows).Select(r => 0.1 * (r % 7))];
            weighted.WeightedMean = mean;
            var got = weighted.Run(subject.Loss);
            var shares = Enumerable.Range(0, plain.Rows).Select(r => Share(subject, plain, r)).ToArray();
            var denominator = mean == WeightedMean.Count
                ? shares.Sum(share => subject.Entry.Row.Mean == RowMean.ScoresToLabel ? share : 1)
                : shares.Zip(weighted.Weight, (share, weight) => weight * share).Sum();
            var sum = Enumerable.Range(0, plain.Rows).Sum(r => weighted.Weight[r] * plain.Terms[r]);
            if (!Near(got.Denominator, denominator, 1e-13) || !Near(got.Value, sum / denominator, 1e-13, 1e-13))
            {
                yield return $"{mean}: {Ulp.Text(got.Value)} over {Ulp.Text(got.Denominator)}, by hand {Ulp.Text(sum / denominator)} over {Ulp.Text(denominator)}";
            }
        }
    }

    /// <summary>What a row of weight 1 adds to the denominator of the mean.</summary>
    private static double Share<TLoss>(RowSubject<TLoss> subject, RowCall<double> call, int row)
        where TLoss : struct, IRowLoss => subject.Entry.Row!.Mean switch
        {
            RowMean.ClassWeights when subject.HasLabels && call.ClassWeights.Length > 0 => call.ClassWeights[call.Labels[row]],
            RowMean.ScoresToLabel => Math.Min(call.Labels[row] + 1, call.Classes),
            _ => 1,
        };
}

/// <summary>A batch twice has the same mean; rows in another order have the same terms and gradients.</summary>
internal sealed class RowBatchLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        var call = subject.Call<double>(3201, 23, 4);
        call.Reduction = Reduction.Mean;
        var result = call.Run(subject.Loss);
        var twice = call.Pick([.. Enumerable.Range(0, call.Rows), .. Enumerable.Range(0, call.Rows)]);
        var twiceResult = twice.Run(subject.Loss);
        if (!Near(twiceResult.Value, result.Value, 1e-14, 1e-14))
        {
            yield return $"the batch twice has the mean {Ulp.Text(twiceResult.Value)}, once {Ulp.Text(result.Value)}";
        }

        int[] order = [.. Enumerable.Range(0, call.Rows).OrderBy(r => r * 17 % 23)];
        var shuffled = call.Pick(order);
        shuffled.Run(subject.Loss);
        for (var i = 0; i < order.Length; i++)
        {
            if (!Ulp.Same(shuffled.Terms[i], call.Terms[order[i]])
                || !shuffled.Gradient.AsSpan(i * call.Classes, call.Classes).SequenceEqual(call.Gradient.AsSpan(order[i] * call.Classes, call.Classes)))
            {
                yield return $"row {order[i]} changes with its place";
            }
        }
    }
}

/// <summary>The class axis anywhere is the class axis last, transposed: the same bits. And a gradient in place of the prediction is the gradient.</summary>
internal sealed class RowAxisLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        foreach (var (outer, inner, classes) in ((int, int, int)[])[(1, 37, 5), (5, 3, 5), (2, 16, 4), (3, 20, 5), (2, 2, 3), (2, 3, 2), (4, 2, 3), (7, 5, 1), (8, 1, 3)])
        {
            var last = subject.Call<double>(3301 + inner, outer * inner, classes, curvature: true);
            last.Reduction = Reduction.Mean;
            last.Run(subject.Loss);

            // Both by lanes: rows that lie together may have a faster way, which RowFusedLaw holds to the lanes.
            var lanes = last.Copy();
            var result = subject.Run<W8, double>(lanes, KernelWay.Lanes);
            var moved = last.Copy();
            moved.Inner = inner;
            moved.Prediction = Moved(last.Prediction, outer, last.Classes, inner);
            moved.Target = last.Target.Length == 0 ? [] : Moved(last.Target, outer, last.Classes, inner);
            var movedResult = subject.Run<W8, double>(moved, KernelWay.Lanes);
            if (!Ulp.Same(movedResult.Sum, result.Sum) || !moved.Terms.AsSpan().SequenceEqual(lanes.Terms))
            {
                yield return $"[{outer}, {last.Classes}, {inner}]: sum or terms differ from those with the class axis last";
            }

            if (!moved.Gradient.AsSpan().SequenceEqual(Moved(lanes.Gradient, outer, last.Classes, inner)) || !moved.Hessian.AsSpan().SequenceEqual(Moved(lanes.Hessian, outer, last.Classes, inner)))
            {
                yield return $"[{outer}, {last.Classes}, {inner}]: gradient or curvature differ from those with the class axis last";
            }

            var inPlace = last.Copy();
            inPlace.Gradient = inPlace.Prediction;
            inPlace.Run(subject.Loss);
            if (!inPlace.Gradient.AsSpan().SequenceEqual(last.Gradient) || !inPlace.Hessian.AsSpan().SequenceEqual(last.Hessian))
            {
                yield return "a gradient in place of the prediction differs";
            }
        }
    }

    private static double[] Moved(double[] x, int outer, int classes, int inner)
    {
        var moved = new double[x.Length];
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < inner && x.Length > 0; i++)
            {
                for (var k = 0; k < classes; k++)
                {
                    moved[(o * classes + k) * inner + i] = x[(o * inner + i) * classes + k];
                }
            }
        }

        return moved;
    }
}
