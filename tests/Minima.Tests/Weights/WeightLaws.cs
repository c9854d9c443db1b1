using Minima.Tests.Matrix;

namespace Minima.Tests.Weights;

/// <summary>What weights, masks and batches may not change. Each statement compares two calls of the engine.</summary>
internal static class Batches
{
    public const int Count = 67;

    /// <summary>Some ordinary batch with every gradient and the terms.</summary>
    public static Call<double> Ordinary<TFormula>(Subject<TFormula> subject, Reduction reduction = Reduction.Mean, int count = Count, int seed = 1001)
        where TFormula : struct, IPointFormula
    {
        var call = subject.Call<double>(Samples.Rows(subject, seed, count, kinks: true));
        call.Reduction = reduction;
        return call;
    }

    /// <summary>Weights of several sizes, every fifth 0.</summary>
    public static double[] Weights(int count, int seed = 1002)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(n => n % 5 == 2 ? 0 : Math.Pow(10, 3 * random.NextDouble() - 2))];
    }

    /// <summary>Two results of the same terms in another order: the sums are equal up to the rounding of the magnitudes that were added.</summary>
    public static IEnumerable<string> SameValue(string what, double got, double want, IEnumerable<double> terms)
    {
        var magnitudes = terms.Where(double.IsFinite).Sum(Math.Abs);
        if (!got.Equals(want) && !(Math.Abs(got - want) <= 4e-15 * Math.Max(magnitudes, Math.Abs(want))))
        {
            yield return $"{what}: {Ulp.Text(got)}, want {Ulp.Text(want)}";
        }
    }

    /// <summary>The terms and gradients of two calls, bit by bit; <paramref name="factor"/>, a power of two, is what the gradients of <paramref name="got"/> have more.</summary>
    public static IEnumerable<string> SameElements<TFormula>(Subject<TFormula> subject, string what, Call<double> got, Call<double> want, double factor = 1)
        where TFormula : struct, IPointFormula
    {
        for (var n = 0; n < want.Terms.Length; n++)
        {
            if (!Ulp.Same(got.Terms[n], want.Terms[n]))
            {
                yield return $"{what}: term {n} is {Ulp.Text(got.Terms[n])}, want {Ulp.Text(want.Terms[n])}";
            }
        }

        foreach (var input in subject.Differentiated)
        {
            for (var n = 0; n < want.Count; n++)
            {
                if (!Ulp.Same(got.Gradients[input][n], want.Gradients[input][n] * factor))
                {
                    yield return $"{what}: gradient of {subject.NameOf(input)} at {n} is {Ulp.Text(got.Gradients[input][n])}, want {Ulp.Text(want.Gradients[input][n] * factor)}";
                }
            }
        }
    }
}

/// <summary>Weights that are all the same change neither the mean nor its gradient.</summary>
internal sealed class UniformWeightsLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var plain = Batches.Ordinary(subject);
        var want = plain.Run(subject.Loss);
        foreach (var weight in (double[])[1, 0.5, 0.7])
        {
            var call = Batches.Ordinary(subject);
            call.Weight = [.. Enumerable.Repeat(weight, call.Count)];
            call.Terms = [];
            var got = call.Run(subject.Loss);
            foreach (var failure in Batches.SameValue($"mean with every weight {Ulp.Text(weight)}", got.Value, want.Value, plain.Terms.Select(t => t / plain.Count)))
            {
                yield return failure;
            }

            foreach (var input in subject.Differentiated)
            {
                for (var n = 0; n < call.Count; n++)
                {
                    // A power of two scales exactly; 0.7 is summed and divided out again, with a few roundings.
                    var (g, w) = (call.Gradients[input][n], plain.Gradients[input][n]);
                    if (!Ulp.Same(g, w) && (weight != 0.7 || !(Math.Abs(g - w) <= 4e-15 * Math.Abs(w))))
                    {
                        yield return $"gradient with every weight {Ulp.Text(weight)} at {n}: {Ulp.Text(g)}, want {Ulp.Text(w)}";
                    }
                }
            }
        }
    }
}

/// <summary>A weight of 0 removes an element, whatever stands in it; scaling all weights changes no mean over their sum; the count divides by the count.</summary>
internal sealed class WeightLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var call = Batches.Ordinary(subject);
        call.Weight = Batches.Weights(call.Count);
        var result = call.Run(subject.Loss);
        var kept = Enumerable.Range(0, call.Count).Where(n => call.Weight[n] != 0).ToList();

        var spoilt = call.Copy();
        for (var n = 0; n < call.Count; n++)
        {
            foreach (var input in subject.Inputs.Where(i => call.Weight[n] == 0 && !subject.DomainOf(i).IsLabel))
            {
                spoilt.Inputs[input][n] = n % 2 == 0 || !subject.DomainOf(input).Contains(double.PositiveInfinity) ? double.NaN : double.PositiveInfinity;
            }
        }

        var spoiltResult = spoilt.Run(subject.Loss);
        if (spoiltResult != result)
        {
            yield return $"NaN and infinity under weight 0 change the sum from {Ulp.Text(result.Sum)} to {Ulp.Text(spoiltResult.Sum)}";
        }

        var removed = call.Pick(kept);
        var removedResult = removed.Run(subject.Loss);
        foreach (var failure in Batches.SameElements(subject, "NaN and infinity under weight 0", spoilt, call)
            .Concat(Batches.SameElements(subject, "without the elements of weight 0", removed, Part(subject, call, kept)))
            .Concat(Batches.SameValue("mean without the elements of weight 0", removedResult.Value, result.Value, call.Terms.Select(t => t / result.Denominator))))
        {
            yield return failure;
        }

        var scaled = call.Copy();
        scaled.Weight = Array.ConvertAll(call.Weight, w => 4 * w);
        scaled.Terms = [];
        call.Terms = [];
        if (!Ulp.Same(scaled.Run(subject.Loss).Value, result.Value))
        {
            yield return "four times the weights give another mean";
        }

        foreach (var failure in Batches.SameElements(subject, "four times the weights", scaled, call))
        {
            yield return failure;
        }

        var counted = call.Copy();
        counted.WeightedMean = WeightedMean.Count;
        var countResult = counted.Run(subject.Loss);
        if (countResult.Denominator != call.Count || !Ulp.Same(countResult.Value, result.Sum / call.Count))
        {
            yield return $"weighted mean over the count divides by {Ulp.Text(countResult.Denominator)}, {call.Count} terms were given";
        }
    }

    /// <summary>What the elements that stay had in the whole batch.</summary>
    private static Call<double> Part<TFormula>(Subject<TFormula> subject, Call<double> whole, List<int> kept)
        where TFormula : struct, IPointFormula
    {
        var part = whole.Pick(kept);
        part.Terms = [.. kept.Select(n => whole.Terms[n])];
        foreach (var input in subject.Differentiated)
        {
            part.Gradients[input] = [.. kept.Select(n => whole.Gradients[input][n])];
        }

        return part;
    }
}

/// <summary>A mask removes: bit by bit what the batch without the masked elements gives, whatever stands in them, also outside the domain.</summary>
internal sealed class MaskLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var weighted in (bool[])[false, true])
        {
            var call = Batches.Ordinary(subject);
            call.Weight = weighted ? Batches.Weights(call.Count) : [];
            call.Mask = [.. Enumerable.Range(0, call.Count).Select(n => n % 3 != 1)];
            var kept = Enumerable.Range(0, call.Count).Where(n => call.Mask[n]).ToList();
            var part = call.Pick(kept);
            part.Mask = [];
            for (var n = 0; n < call.Count; n++)
            {
                foreach (var input in subject.Inputs.Where(_ => !call.Mask[n]))
                {
                    call.Inputs[input][n] = n % 2 == 0 ? double.NaN : -77.5;
                }
            }

            var got = call.Run(subject.Loss);
            var want = part.Run(subject.Loss);
            var shown = call.Pick(kept);
            shown.Terms = [.. kept.Select(n => call.Terms[n])];
            foreach (var input in subject.Differentiated)
            {
                shown.Gradients[input] = [.. kept.Select(n => call.Gradients[input][n])];
                if (Enumerable.Range(0, call.Count).Any(n => !call.Mask[n] && call.Gradients[input][n] != 0))
                {
                    yield return $"a masked element has a gradient of {subject.NameOf(input)}";
                }
            }

            var what = weighted ? "with mask and weights" : "with a mask";
            foreach (var failure in Batches.SameElements(subject, what, shown, part).Concat(Batches.SameValue("mean " + what, got.Value, want.Value, part.Terms.Select(t => t / want.Denominator))))
            {
                yield return failure;
            }

            if (got.Denominator != want.Denominator)
            {
                yield return $"{what} the denominator is {Ulp.Text(got.Denominator)}, want {Ulp.Text(want.Denominator)}";
            }
        }
    }
}

/// <summary>Nothing left: value 0, gradient 0, denominator 0.</summary>
internal sealed class EmptyLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var reduction in Enum.GetValues<Reduction>())
        {
            var empty = Batches.Ordinary(subject, reduction, 0);
            var masked = Batches.Ordinary(subject, reduction);
            masked.Mask = new bool[masked.Count];
            var weightless = Batches.Ordinary(subject, reduction);
            weightless.Weight = new double[weightless.Count];
            foreach (var (what, call) in new[] { ("empty batch", empty), ("batch with everything masked", masked), ("batch with every weight 0", weightless) })
            {
                foreach (var input in subject.Differentiated)
                {
                    Array.Fill(call.Gradients[input], double.NaN);
                }

                var result = call.Run(subject.Loss);
                if (result.Value != 0 || result.Sum != 0 || result.Denominator != 0 || subject.Differentiated.Any(i => call.Gradients[i].Any(g => g != 0)) || call.Terms.Any(t => t != 0))
                {
                    yield return $"{what}, {reduction}: value {Ulp.Text(result.Value)}, denominator {Ulp.Text(result.Denominator)}; all must be 0, gradients too";
                }
            }
        }
    }
}

/// <summary>A batch given twice has the same mean; micro-batches add up; the order of the elements does not matter; the terms add up to the sum.</summary>
internal sealed class BatchLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var call = Batches.Ordinary(subject);
        var result = call.Run(subject.Loss);
        var indices = Enumerable.Range(0, call.Count).ToList();

        var twice = call.Pick([.. indices, .. indices]);
        var twiceResult = twice.Run(subject.Loss);
        foreach (var failure in Batches.SameValue("mean of the batch taken twice", twiceResult.Value, result.Value, call.Terms.Select(t => t / call.Count))
            .Concat(Batches.SameElements(subject, "batch taken twice", twice, call, 0.5)))
        {
            yield return failure;
        }

        var parts = new[] { 0..10, 10..43, 43..call.Count }.Select(range => call.Pick(indices[range]).Run(subject.Loss)).Aggregate((a, b) => a + b);
        if (parts.Denominator != result.Denominator)
        {
            yield return $"micro-batches add up to the denominator {Ulp.Text(parts.Denominator)}, want {Ulp.Text(result.Denominator)}";
        }

        foreach (var failure in Batches.SameValue("sum of micro-batches", parts.Sum, result.Sum, call.Terms)
            .Concat(Batches.SameValue("sum of the terms", call.Terms.Sum(), result.Sum, call.Terms)))
        {
            yield return failure;
        }

        var shuffled = indices.OrderBy(n => n * 7919 % 1009).ToList();
        var permuted = call.Pick(shuffled);
        var permutedResult = permuted.Run(subject.Loss);
        var want = call.Pick(shuffled);
        want.Terms = [.. shuffled.Select(n => call.Terms[n])];
        foreach (var input in subject.Differentiated)
        {
            want.Gradients[input] = [.. shuffled.Select(n => call.Gradients[input][n])];
        }

        foreach (var failure in Batches.SameElements(subject, "in another order", permuted, want)
            .Concat(Batches.SameValue("sum in another order", permutedResult.Sum, result.Sum, call.Terms)))
        {
            yield return failure;
        }
    }
}

/// <summary>A gradient written in place of an input is the same, bit by bit, with and without weights; any other overlap is refused, and so is a gradient nobody has.</summary>
internal sealed class InPlaceLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var (gradient, target, weighted) in subject.Differentiated.SelectMany(g => subject.Inputs.SelectMany(t => new[] { (g, t, false), (g, t, true) })))
        {
            var want = Batches.Ordinary(subject, count: 2100);
            want.Weight = weighted ? Batches.Weights(want.Count) : [];
            var call = want.Copy();
            var wanted = want.Run(subject.Loss);
            call.Gradients[gradient] = call.Inputs[target];
            if (call.Run(subject.Loss) != wanted)
            {
                yield return $"with the gradient of {subject.NameOf(gradient)} in place of {subject.NameOf(target)} the sum changes";
            }

            foreach (var failure in Batches.SameElements(subject, $"gradient of {subject.NameOf(gradient)} in place of {subject.NameOf(target)}", call, want))
            {
                yield return failure;
            }
        }

        foreach (var gradient in subject.Differentiated)
        {
            if (!IsRefused(subject, (Span<double> memory, ref LossBatch<double> batch) => batch.SetGradient(gradient, memory[..Batches.Count])))
            {
                yield return $"a gradient of {subject.NameOf(gradient)} that overlaps an input partly is not refused";
            }
        }

        if (!IsRefused(subject, (Span<double> memory, ref LossBatch<double> batch) => batch.Terms = memory[..Batches.Count]))
        {
            yield return "terms that overlap an input are not refused";
        }

        foreach (var input in Enumerable.Range(0, 4).Except(subject.Differentiated))
        {
            var call = Batches.Ordinary(subject);
            call.Gradients[input] = new double[call.Count];
            if (Refusal.Of(() => call.Run(subject.Loss)) is not { } refused)
            {
                yield return $"a gradient of input {input}, which is not differentiated, is not refused";
            }
            else if (!refused.Message.StartsWith(subject.Entry.Key + ": ", StringComparison.Ordinal) || (input < subject.Arity && !refused.Message.Contains($"'{subject.NameOf(input)}'", StringComparison.Ordinal)))
            {
                yield return $"the refusal does not say who and which input: {refused.Message}";
            }
        }
    }

    private delegate void Overlay(Span<double> memory, ref LossBatch<double> batch);

    /// <summary>Whether a batch is refused whose first input starts one element after an output.</summary>
    private static bool IsRefused<TFormula>(Subject<TFormula> subject, Overlay overlay)
        where TFormula : struct, IPointFormula
    {
        var call = Batches.Ordinary(subject);
        var memory = new double[Batches.Count + 1];
        call.Inputs[0].CopyTo(memory, 1);
        var batch = call.Batch();
        batch.Prediction = memory.AsSpan(1);
        overlay(memory, ref batch);
        try
        {
            subject.Loss.Evaluate(batch);
            return false;
        }
        catch (LossException refused)
        {
            return refused.Error == LossError.Shape && refused.Message.Contains("overlaps", StringComparison.Ordinal);
        }
    }
}

/// <summary>What a call was refused with, or null.</summary>
internal static class Refusal
{
    public static LossException? Of(Action call)
    {
        try
        {
            call();
            return null;
        }
        catch (LossException refused)
        {
            return refused;
        }
    }
}
