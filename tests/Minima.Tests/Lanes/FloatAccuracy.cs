using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Lanes;

/// <summary>
/// How far float terms and gradients lie from the double formula at the same rounded inputs and parameters, in steps of float at
/// the answer or, where rounding the inputs once more would move the answer further than that, in steps at that movement
/// (the sum of |input times derivative|). So nothing is left out at zero crossings: what any float programme loses there is
/// the yardstick, and a formula that cancels beyond it is caught.
/// </summary>
internal static class FloatAccuracy
{
    /// <summary>At one time: so that a million points need no more memory than some thousand.</summary>
    private const int Chunk = 20_000;

    /// <summary>The worst term and the worst gradient over so many points; the points of a smaller number are the first of a larger.</summary>
    public static (Worst Term, Worst Gradient) Of<TFormula>(Subject<TFormula> given, int points)
        where TFormula : struct, IPointFormula
    {
        var subject = Rounded(given);
        Worst term = default, gradient = default;
        for (var done = 0; done < points; done += Chunk)
        {
            var count = Math.Min(Chunk, points - done);
            var rows = Array.ConvertAll(Samples.Rows(given, 801 + done / Chunk, count), r => Array.ConvertAll(r, x => (double)(float)x));
            Chunked(subject, rows, ref term, ref gradient);
        }

        return (term, gradient);
    }

    private static void Chunked<TFormula>(Subject<TFormula> subject, double[][] rows, ref Worst term, ref Worst gradient)
        where TFormula : struct, IPointFormula
    {
        // The engine in double shows, many points at a time, where float may be farther off than is known; there the formula decides.
        var call = subject.Call<float>(rows);
        call.Run(subject.Loss);
        var exact = subject.Call<double>(rows);
        exact.Run(subject.Loss);
        var x = new double[rows.Length];
        var inputs = subject.Inputs.ToArray();
        var differentiated = subject.Differentiated.ToArray();
        for (var n = 0; n < rows[0].Length; n++)
        {
            var isFar = term.MayBeLess(call.Terms[n], exact.Terms[n]);
            foreach (var input in differentiated)
            {
                isFar |= gradient.MayBeLess(call.Gradients[input][n], exact.Gradients[input][n]);
            }

            if (!isFar)
            {
                continue;
            }

            for (var i = 0; i < x.Length; i++)
            {
                x[i] = rows[i][n];
            }

            if (!Array.TrueForAll(inputs, i => subject.DomainOf(i).Contains(x[i])))
            {
                // Rounding to float can leave an open interval.
                continue;
            }

            term = term.With(call.Terms[n], subject.Value(x), () => inputs.Sum(i => Math.Abs(x[i] * subject.Slope(x, i))), "the term", x);
            foreach (var input in differentiated)
            {
                gradient = gradient.With(
                    call.Gradients[input][n],
                    subject.Slope(x, input),
                    () => inputs.Sum(i => Math.Abs(x[i] * subject.NestedSecond(x, input, i))),
                    $"the gradient of {subject.NameOf(input)}",
                    x);
            }
        }
    }

    /// <summary>The loss with its numbers rounded to float, as the float formula reads them.</summary>
    private static Subject<TFormula> Rounded<TFormula>(Subject<TFormula> subject)
        where TFormula : struct, IPointFormula
    {
        var values = subject.Loss.Parameters.Select(p => p is double number ? (float)number : p).Select(p => p is float number ? (double)number : p);
        var loss = (PointLoss<TFormula>)subject.Entry.Create(subject.Entry, [.. values]);
        return new Subject<TFormula>(loss, loss.Formula);
    }

    /// <summary>The largest distance so far.</summary>
    public readonly record struct Worst(double Ulps, string Where)
    {
        /// <summary>Whether the distance would be the largest without the movement.</summary>
        public bool MayBeLess(float got, double want) => Ulp.Steps(got, want, want) > Ulps;

        /// <summary>The movement, which takes long, is asked for only where the distance would be the largest without it.</summary>
        public Worst With(float got, double want, Func<double> movement, string what, double[] x)
        {
            if (!MayBeLess(got, want))
            {
                return this;
            }

            var ulps = Ulp.Between(got, want, movement());
            return ulps <= Ulps ? this : new Worst(ulps, $"{what} at {Ulp.Text(x)} is {Ulp.Text(got)}, in double {Ulp.Text(want)}: {Ulp.Text(Math.Round(ulps, 1))} ulp");
        }
    }
}
