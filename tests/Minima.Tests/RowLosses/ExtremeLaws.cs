using Minima.Tests.Matrix;

namespace Minima.Tests.RowLosses;

/// <summary>NaN in a row gives NaN in its term, and in no other row's.</summary>
internal sealed class RowNaNLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        foreach (var classes in (int[])[1, 4, 9])
        {
            var call = subject.Call<double>(4001 + classes, 20, classes);
            var clean = call.Copy();
            clean.Run(subject.Loss);
            for (var k = 0; k < call.Classes; k++)
            {
                var got = call.Copy();
                got.Prediction[7 * call.Classes + k] = double.NaN;
                if (!subject.HasLabels)
                {
                    got.Target[7 * call.Classes + k] = subject.Loss.DomainOf(1).Contains(0.5) ? 0.5 : -0.5;
                }

                got.Run(subject.Loss);
                if (!double.IsNaN(got.Terms[7]) && (!ReadsOnlyLabel(subject, call) || call.Labels[7] == k))
                {
                    yield return $"NaN at class {k} of {call.Classes} gives the term {Ulp.Text(got.Terms[7])}";
                }

                if (Enumerable.Range(0, call.Rows).Any(r => r != 7 && !Ulp.Same(got.Terms[r], clean.Terms[r])) || got.Gradient.Where((_, i) => i / call.Classes != 7).Any(double.IsNaN))
                {
                    yield return $"NaN at class {k} of {call.Classes} reaches other rows";
                }
            }
        }
    }

    /// <summary>A loss whose gradient is 0 besides the label does not look at other classes.</summary>
    private static bool ReadsOnlyLabel<TLoss>(RowSubject<TLoss> subject, RowCall<double> call)
        where TLoss : struct, IRowLoss
    {
        if (!subject.HasLabels || subject.IsShiftInvariant)
        {
            return false;
        }

        var plain = call.Copy();
        plain.Run(subject.Loss);
        return Enumerable.Range(0, plain.Gradient.Length).All(i => i % plain.Classes == plain.Labels[i / plain.Classes] || plain.Gradient[i] == 0);
    }
}

/// <summary>Logits of 1e9 and 1e30 and impossible classes give numbers, not NaN; a class that is impossible and not asked for has gradient 0.</summary>
internal sealed class RowExtremeLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        if (double.IsFinite(subject.Loss.DomainOf(0).Low))
        {
            yield break;
        }

        foreach (var size in (double[])[1e3, 1e9, 1e30])
        {
            var call = subject.Call<double>(4101, 40, 6);
            for (var i = 0; i < call.Prediction.Length; i++)
            {
                call.Prediction[i] = size * Math.Round(call.Prediction[i]) * (subject.IsShiftInvariant || !subject.Loss.DomainOf(0).IsReal ? 1 : -1e-3);
            }

            call.Run(subject.Loss);
            if (call.Terms.Any(double.IsNaN) || call.Gradient.Any(double.IsNaN))
            {
                yield return $"predictions of {size} give NaN";
            }
        }

        if (!subject.KnowsImpossibleClasses)
        {
            yield break;
        }

        var row = subject.Call<double>(4102, 30, 5);
        for (var r = 0; r < row.Rows; r++)
        {
            var k = subject.HasLabels ? (row.Labels[r] + 1) % row.Classes : 0;
            row.Prediction[r * row.Classes + k] = double.NegativeInfinity;
            if (!subject.HasLabels)
            {
                // No share in the target: 0, or minus infinity where the target is logits.
                row.Target[r * row.Classes + k] = double.IsInfinity(subject.Loss.DomainOf(1).Low) ? double.NegativeInfinity : 0;
            }
        }

        row.Run(subject.Loss);
        var smoothed = AsksForEveryClass(subject, row);
        for (var r = 0; r < row.Rows; r++)
        {
            var k = subject.HasLabels ? (row.Labels[r] + 1) % row.Classes : 0;
            if (smoothed ? !double.IsPositiveInfinity(row.Terms[r]) : !double.IsFinite(row.Terms[r]) || row.Gradient[r * row.Classes + k] != 0 || row.Gradient.Any(double.IsNaN))
            {
                yield return $"an impossible class gives the term {Ulp.Text(row.Terms[r])} and the gradient {Ulp.Text(row.Gradient[r * row.Classes + k])}";
            }
        }
    }

    /// <summary>Smoothing gives every class a share, so that an impossible one costs without bound; unless its weight fades with its probability, as here a very improbable class shows.</summary>
    private static bool AsksForEveryClass<TLoss>(RowSubject<TLoss> subject, RowCall<double> row)
        where TLoss : struct, IRowLoss
    {
        if (subject.SpreadsTarget)
        {
            return true;
        }

        if (!subject.Entry.Parameters.Zip(subject.Loss.Parameters).Any(p => p.First.Name.Contains("smoothing", StringComparison.Ordinal) && p.Second is > 0.0))
        {
            return false;
        }

        var improbable = row.Copy();
        for (var i = 0; i < improbable.Prediction.Length; i++)
        {
            improbable.Prediction[i] = Math.Max(improbable.Prediction[i], -1e9);
        }

        improbable.Run(subject.Loss);
        return improbable.Terms[0] > 1e6;
    }
}

/// <summary>Adding the same number to all logits of a row changes nothing, where the loss says so.</summary>
internal sealed class RowShiftLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        if (!subject.ReadsScores)
        {
            yield break;
        }

        var call = subject.Call<double>(4201, 30, 6);
        for (var i = 0; i < call.Prediction.Length; i++)
        {
            call.Prediction[i] = Math.Round(call.Prediction[i] * 1024) / 1024; // so that the shift is exact
        }

        call.Run(subject.Loss);
        var shifted = call.Copy();
        for (var i = 0; i < shifted.Prediction.Length; i++)
        {
            shifted.Prediction[i] += i / call.Classes % 2 == 0 ? 1e9 : -512;
        }

        shifted.Run(subject.Loss);
        if (subject.FixesLevel)
        {
            if (shifted.Terms.SequenceEqual(call.Terms))
            {
                yield return "a shift changes nothing, though the loss is said to fix the level of the scores";
            }

            yield break;
        }

        foreach (var failure in Differences("shifted term", shifted.Terms, call.Terms, 1e-13, 1e-15).Concat(Differences("shifted gradient", shifted.Gradient, call.Gradient, 1e-12, 1e-15)))
        {
            yield return failure;
        }
    }
}

/// <summary>No value lies below the bound that the entry declares.</summary>
internal sealed class RowBoundLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        foreach (var classes in (int[])[1, 2, 8])
        {
            var call = subject.Call<double>(4301 + classes, 200, classes);
            call.Run(subject.Loss);
            foreach (var term in call.Terms.Where(t => t < subject.Entry.LowerBound - 1e-14))
            {
                yield return $"a term of {Ulp.Text(term)} lies below {Ulp.Text(subject.Entry.LowerBound)}";
            }
        }
    }
}
