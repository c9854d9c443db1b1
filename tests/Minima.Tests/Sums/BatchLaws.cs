using Minima.Tests.Matrix;

namespace Minima.Tests.Sums;

/// <summary>Leaving groups out by a mask or by weight 0 leaves the others as they are; what was in them does not survive. Weights weigh.</summary>
internal sealed class SumWeightLaw : SumLaw
{
    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
    {
        if (subject.IsScalar)
        {
            yield break; // It takes no weights; that they are refused is tried elsewhere.
        }

        foreach (var (rows, classes, inner) in Sizes.Skip(1).Take(3))
        {
            var plain = subject.Call<double>(801 + inner, rows, classes, inner);
            plain.Reduction = Reduction.Sum;
            plain.Run(subject.Loss);
            var layout = subject.LayoutOf(plain.Prediction.Length, rows, plain.Classes);
            int TermOf(int i) => i / layout.Inner % layout.Groups / layout.GroupsOfTerm;
            foreach (var (way, mean) in ((string, WeightedMean)[])[("mask", WeightedMean.SumOfWeights), ("weight", WeightedMean.SumOfWeights), ("weight", WeightedMean.Count)])
            {
                var got = plain.Copy();
                got.Reduction = Reduction.Mean;
                got.WeightedMean = mean;
                double[] weight = [.. Enumerable.Range(0, layout.Terms).Select(t => t % 3 == 1 ? 0 : way == "mask" ? 1 : 0.3 * (t + 1))];
                got.Weight = way == "mask" ? [] : weight;
                got.Mask = way == "mask" ? [.. weight.Select(w => w != 0)] : [];
                for (var i = 0; i < got.Prediction.Length; i++)
                {
                    got.Prediction[i] = weight[TermOf(i)] == 0 ? double.NaN : got.Prediction[i];
                }

                var result = got.Run(subject.Loss);
                var denominator = mean == WeightedMean.Count ? layout.Terms : weight.Sum();
                var want = weight.Zip(plain.Terms, (w, t) => w * t).Sum() / denominator;
                if (!Near(result.Value, want, 1e-13, 1e-14) || !Near(result.Denominator, denominator, 1e-14))
                {
                    yield return $"{way}, {mean}: {Ulp.Text(result.Value)} over {Ulp.Text(result.Denominator)}, by hand {Ulp.Text(want)} over {Ulp.Text(denominator)}";
                }

                for (var i = 0; i < got.Gradient.Length; i++)
                {
                    if (!Near(got.Gradient[i], plain.Gradient[i] * weight[TermOf(i)] / denominator, 1e-12, 1e-16))
                    {
                        yield return $"{way}, {mean}: the gradient at {i} is {Ulp.Text(got.Gradient[i])}, by hand {Ulp.Text(plain.Gradient[i] * weight[TermOf(i)] / denominator)}";
                    }
                }
            }
        }
    }
}

/// <summary>The order of elements within a group does not matter but for rounding; a gradient may be written in place.</summary>
internal sealed class SumOrderLaw : SumLaw
{
    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
    {
        foreach (var (rows, classes, inner) in Sizes)
        {
            var call = subject.Call<double>(901 + inner, rows, classes, inner);
            var value = call.Run(subject.Loss).Value;
            var turned = call.Copy();
            int Partner(int i) => i / inner * inner + (inner - 1 - i % inner);
            for (var i = 0; i < call.Prediction.Length; i++)
            {
                turned.Prediction[i] = call.Prediction[Partner(i)];
            }

            turned.Target = [.. Enumerable.Range(0, call.Target.Length).Select(i => call.Target[Partner(i)])];
            var got = turned.Run(subject.Loss).Value;
            if (!Near(got, value, 1e-11, 1e-12))
            {
                yield return $"[{rows}, {call.Classes}, {inner}]: turned round the value is {Ulp.Text(got)}, before {Ulp.Text(value)}";
            }

            var largest = call.Gradient.Select(Math.Abs).Max();
            if (Enumerable.Range(0, call.Gradient.Length).FirstOrDefault(i => !Near(turned.Gradient[i], call.Gradient[Partner(i)], 1e-9, 1e-3 * largest), -1) is >= 0 and var at)
            {
                yield return $"[{rows}, {call.Classes}, {inner}]: turned round the gradient at {at} is {Ulp.Text(turned.Gradient[at])}, before {Ulp.Text(call.Gradient[Partner(at)])}";
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
}

/// <summary>A NaN makes the term of its group NaN and reaches no other.</summary>
internal sealed class SumNaNLaw : SumLaw
{
    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
    {
        var clean = subject.Call<double>(1001, 3, 2, 40);
        clean.Run(subject.Loss);
        var layout = subject.LayoutOf(clean.Prediction.Length, 3, clean.Classes);
        int TermOf(int i) => i / layout.Inner % layout.Groups / layout.GroupsOfTerm;
        foreach (var place in (int[])[0, 43, clean.Prediction.Length - 1])
        {
            foreach (var ofTarget in (bool[])[false, true])
            {
                var got = clean.Copy();
                got.Target = [.. clean.Target];
                (ofTarget ? got.Target : got.Prediction)[place] = double.NaN;
                var value = got.Run(subject.Loss).Value;
                if (!double.IsNaN(value) || (got.Terms.Length > 0 && !double.IsNaN(got.Terms[TermOf(place)])))
                {
                    yield return $"NaN at {place} of the {(ofTarget ? "target" : "prediction")} gives {Ulp.Text(value)}";
                }

                if (got.Terms.Where((t, i) => i != TermOf(place) && !Ulp.Same(t, clean.Terms[i])).Any() || got.Gradient.Where((g, i) => TermOf(i) != TermOf(place) && !Ulp.Same(g, clean.Gradient[i])).Any())
                {
                    yield return $"NaN at {place} reaches other groups";
                }
            }
        }
    }
}

/// <summary>Ends of domains, exact predictions and large numbers give numbers; no value lies below the bound that the entry declares.</summary>
internal sealed class SumExtremeLaw : SumLaw
{
    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
    {
        foreach (var size in (double[])[1e-9, 1, 1e9])
        {
            var call = subject.Call<double>(1101, 2, 2, 60);
            for (var i = 0; i < call.Prediction.Length; i++)
            {
                call.Prediction[i] *= subject.Loss.DomainOf(0).IsReal ? size : Math.Min(size, 1);
                call.Target[i] *= subject.Loss.DomainOf(1).IsReal ? size : 1;
            }

            var value = call.Run(subject.Loss).Value;
            if (!double.IsFinite(value) || call.Gradient.Any(g => !double.IsFinite(g)))
            {
                yield return $"numbers of size {size} give {Ulp.Text(value)}, or a gradient that is no number";
            }

            if (value < subject.Entry.LowerBound - 1e-14)
            {
                yield return $"a value of {Ulp.Text(value)} lies below {Ulp.Text(subject.Entry.LowerBound)}";
            }
        }

        foreach (var (p, t) in ((double, double)[])[(0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0.5)])
        {
            // Constant masks: the target is not constant where the loss divides by its spread or its norm.
            var call = subject.Call<double>(1102, 1, 2, 6);
            Array.Fill(call.Prediction, p);
            Array.Fill(call.Target, t);
            if (subject.Loss.DomainOf(1).IsReal)
            {
                call.Target = [.. Enumerable.Range(0, call.Target.Length).Select(i => (double)(i % 3) + t)];
            }

            var value = call.Run(subject.Loss).Value;
            if (double.IsNaN(value) || (double.IsFinite(value) && call.Gradient.Any(double.IsNaN)))
            {
                yield return $"predictions {p} beside targets {t} give {Ulp.Text(value)} with the gradient {Ulp.Text(call.Gradient)}";
            }
        }

        var same = subject.Call<double>(1103, 2, 2, 30);
        same.Prediction = [.. same.Target];
        var perfect = same.Run(subject.Loss).Value;
        if (double.IsNaN(perfect) || same.Gradient.Any(double.IsNaN))
        {
            yield return $"predictions that are the targets give {Ulp.Text(perfect)}, or a gradient that is NaN";
        }
    }
}
