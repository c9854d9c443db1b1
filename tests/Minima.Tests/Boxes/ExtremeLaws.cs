using Minima.Tests.Matrix;

namespace Minima.Tests.Boxes;

/// <summary>A NaN in a box makes its term NaN and no other.</summary>
internal sealed class BoxNaNLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        var clean = subject.Call<double>(1101, 20);
        clean.Run(subject.Loss);
        for (var k = 0; k < 8; k++)
        {
            var got = clean.Copy();
            (k < 4 ? got.Prediction : got.Target)[4 * 8 + (k & 3)] = double.NaN;
            got.Run(subject.Loss);
            if (!double.IsNaN(got.Terms[8]))
            {
                yield return $"NaN at coordinate {k} gives the term {Ulp.Text(got.Terms[8])}";
            }

            if (Enumerable.Range(0, got.Count).Any(n => n != 8 && !Ulp.Same(got.Terms[n], clean.Terms[n])) || got.Gradient.Where((_, i) => i / 4 != 8).Any(double.IsNaN))
            {
                yield return $"NaN at coordinate {k} reaches other boxes";
            }
        }
    }
}

/// <summary>Boxes far away, huge, tiny and without area give numbers, value and gradient.</summary>
internal sealed class BoxExtremeLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        foreach (var size in (double[])[1e-30, 1e-9, 1e9, 1e30])
        {
            var call = subject.Call<double>(1201, 64, size: size);
            call.Run(subject.Loss);
            foreach (var n in Enumerable.Range(0, call.Count).Where(n => !double.IsFinite(call.Terms[n]) || call.Gradient[(4 * n)..(4 * n + 4)].Any(g => !double.IsFinite(g))))
            {
                yield return $"{Ulp.Text(BoxSubject<TLoss>.Pair(call, n))} gives {Ulp.Text(call.Terms[n])} with the gradient {Ulp.Text(call.Gradient[(4 * n)..(4 * n + 4)])}";
            }
        }

        double[][] flat = [[0, 0, 0, 0], [1, 1, 1, 1], [0, 0, 2, 0], [0, 0, 0, 3], [0, 0, 1, 1]];
        foreach (var prediction in flat)
        {
            foreach (var target in flat)
            {
                var call = new BoxCall<double> { Prediction = prediction, Target = target, Gradient = new double[4], Terms = new double[1] };
                call.Run(subject.Loss);
                if (!double.IsFinite(call.Terms[0]) || call.Gradient.Any(g => !double.IsFinite(g)))
                {
                    yield return $"{Ulp.Text(prediction)} beside {Ulp.Text(target)} gives {Ulp.Text(call.Terms[0])} with the gradient {Ulp.Text(call.Gradient)}";
                }
            }
        }
    }
}

/// <summary>Moving both boxes together changes nothing, and no value lies below the bound that the entry declares.</summary>
internal sealed class BoxShiftLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        var call = subject.Call<double>(1301, 60);
        for (var i = 0; i < call.Prediction.Length; i++)
        {
            // To multiples of 2^-10, so that the move is exact.
            (call.Prediction[i], call.Target[i]) = (Math.Round(call.Prediction[i] * 1024) / 1024, Math.Round(call.Target[i] * 1024) / 1024);
        }

        call.Run(subject.Loss);
        var moved = call.Copy();
        for (var i = 0; i < moved.Prediction.Length; i++)
        {
            var by = i % 2 == 0 ? 4096 : -65536;
            (moved.Prediction[i], moved.Target[i]) = (moved.Prediction[i] + by, moved.Target[i] + by);
        }

        moved.Run(subject.Loss);
        foreach (var failure in Differences("moved term", moved.Terms, call.Terms, 1e-13, 1e-13).Concat(Differences("moved gradient", moved.Gradient, call.Gradient, 1e-12, 1e-12)))
        {
            yield return failure;
        }

        foreach (var term in call.Terms.Where(t => t < subject.Entry.LowerBound - 1e-14))
        {
            yield return $"a term of {Ulp.Text(term)} lies below {Ulp.Text(subject.Entry.LowerBound)}";
        }
    }
}

/// <summary>
/// Boxes of twice the size give the same loss and half the gradient, up to the fixed area of 1e-7; and a box that is its target costs nothing.
/// Not where a parameter is a length.
/// </summary>
internal sealed class BoxScaleLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        var same = subject.Call<double>(1401, 30, size: 100);
        same.Prediction = [.. same.Target];
        same.Run(subject.Loss);
        foreach (var term in same.Terms.Where(t => Math.Abs(t) > 1e-9))
        {
            yield return $"a box that is its target costs {Ulp.Text(term)}";
        }

        if (subject.Entry.Parameters.Any(p => p.Name == "constant"))
        {
            yield break;
        }

        var small = subject.Call<double>(1402, 60, size: 1000);
        var large = small.Copy();
        large.Prediction = [.. small.Prediction.Select(x => 2 * x)];
        large.Target = [.. small.Target.Select(x => 2 * x)];
        small.Run(subject.Loss);
        large.Run(subject.Loss);
        foreach (var failure in Differences("term of boxes twice as large", large.Terms, small.Terms, 1e-9, 1).Concat(Differences("gradient of boxes twice as large", [.. large.Gradient.Select(g => 2 * g)], small.Gradient, 1e-9, 1e-3)))
        {
            yield return failure;
        }
    }
}
