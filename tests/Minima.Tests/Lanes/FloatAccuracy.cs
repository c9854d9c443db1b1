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
    private const int Points = 400;

    /// <summary>Below this a float has fewer digits, and intermediate results too.</summary>
    private const double Smallest = 1e-30;
    private const double Largest = 1e37;

    /// <summary>The worst term and the worst gradient.</summary>
    public static (Worst Term, Worst Gradient) Of<TFormula>(Subject<TFormula> given)
        where TFormula : struct, IPointFormula
    {
        var rows = Array.ConvertAll(Samples.Rows(given, 801, Points), r => Array.ConvertAll(r, x => (double)(float)x));
        var subject = Rounded(given);
        var call = subject.Call<float>(rows);
        call.Run(subject.Loss);
        Worst term = default, gradient = default;
        for (var n = 0; n < Points; n++)
        {
            var x = rows.Select(r => r[n]).ToArray();
            if (subject.Inputs.Any(i => !subject.DomainOf(i).Contains(x[i])))
            {
                // Rounding to float can leave an open interval.
                continue;
            }

            term = term.With(call.Terms[n], subject.Value(x), subject.Inputs.Sum(i => Math.Abs(x[i] * subject.Slope(x, i))), "the term", x);
            foreach (var input in subject.Differentiated)
            {
                gradient = gradient.With(
                    call.Gradients[input][n],
                    subject.Slope(x, input),
                    subject.Inputs.Sum(i => Math.Abs(x[i] * subject.NestedSecond(x, input, i))),
                    $"the gradient of {subject.NameOf(input)}",
                    x);
            }
        }

        return (term, gradient);
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
        public Worst With(float got, double want, double movement, string what, double[] x)
        {
            if (!(Math.Abs(want) is > Smallest and < Largest))
            {
                return this;
            }

            var ulps = Math.Abs(got - want) / Ulp.OfSingle(Math.Max(Math.Abs(want), double.IsFinite(movement) ? movement : 0));
            return ulps <= Ulps ? this : new Worst(ulps, $"{what} at {Ulp.Text(x)} is {Ulp.Text(got)}, in double {Ulp.Text(want)}: {Ulp.Text(Math.Round(ulps, 1))} ulp");
        }
    }
}

/// <summary>Float lies within the ulps that the entry declares.</summary>
internal sealed class FloatLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var (term, gradient) = FloatAccuracy.Of(subject);
        return new[] { term, gradient }
            .Where(worst => !(worst.Ulps <= subject.Entry.FloatUlps))
            .Select(worst => $"{worst.Where}, {subject.Entry.FloatUlps} are declared");
    }
}

/// <summary>The worst distances, for docs/numerics-measured.json.</summary>
internal sealed class FloatMeasure : LossVisitor<(double Term, double Gradient)>
{
    public override (double Term, double Gradient) Point<TFormula>(Loss loss, TFormula formula)
    {
        var (term, gradient) = FloatAccuracy.Of(new Subject<TFormula>(loss, formula));
        return (term.Ulps, gradient.Ulps);
    }

    public override (double Term, double Gradient) Other(Loss loss) => throw new NotSupportedException(loss.ToString());
}
