using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Extremes;

/// <summary>
/// At 0, subnormal, tiny and huge inputs inside the domain no value is NaN, and no gradient of a finite value, in double and in
/// float; a float term overflows only where the true term does.
/// </summary>
internal sealed class FiniteLaw : Law
{
    private static readonly double[] Magnitudes = [0, 1e-45, 1e-30, 1e-9, 1e9, 1e30];

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var x in Points(subject))
        {
            var value = subject.Value(x);
            if (double.IsNaN(value))
            {
                yield return $"the term at {Ulp.Text(x)} is NaN";
            }

            // A scale or shape without a reciprocal in float, or that another input exceeds by more than the largest float: the quotient
            // itself overflows, and nothing is promised of it.
            if (subject.Inputs.Any(i => (subject.DomainOf(i) == Domain.Positive || subject.DomainOf(i) == Domain.Below(0)) && x.Append(1).Any(v => float.IsInfinity((float)(v / x[i])))))
            {
                continue;
            }

            var single = Array.ConvertAll(x, v => new F32((float)v));
            var got = subject.At(single).X;
            if (float.IsNaN(got) || (float.IsInfinity(got) && Math.Abs(value) < 1e38))
            {
                yield return $"the float term at {Ulp.Text(x)} is {Ulp.Text(got)}, in double it is {Ulp.Text(value)}";
            }

            foreach (var input in subject.Differentiated)
            {
                if (double.IsFinite(value) && double.IsNaN(subject.Slope(x, input)))
                {
                    yield return $"the gradient of {subject.NameOf(input)} at {Ulp.Text(x)} is NaN";
                }

                var slope = subject.At<Dual<F32, One<F32>>>([.. single.Select((v, i) => new Dual<F32, One<F32>>(v, i == input ? One<F32>.Unit(0) : One<F32>.Zero))]).Slope.A.X;
                if (float.IsFinite(got) && float.IsNaN(slope))
                {
                    yield return $"the float gradient of {subject.NameOf(input)} at {Ulp.Text(x)} is NaN";
                }
            }
        }
    }

    /// <summary>Each input at each extreme, the others ordinary or at an extreme too.</summary>
    internal static IEnumerable<double[]> Points<TFormula>(Subject<TFormula> subject)
        where TFormula : struct, IPointFormula
    {
        var rows = Samples.Rows(subject, 902, 8);
        foreach (var input in subject.Inputs)
        {
            foreach (var extreme in In(subject.DomainOf(input)))
            {
                for (var n = 0; n < 4; n++)
                {
                    var x = rows.Select(r => r[n]).ToArray();
                    x[input] = extreme;
                    yield return x;
                }

                foreach (var second in subject.Inputs.Where(i => i > input))
                {
                    foreach (var other in In(subject.DomainOf(second)))
                    {
                        var x = rows.Select(r => r[5]).ToArray();
                        x[input] = extreme;
                        x[second] = other;
                        yield return x;
                    }
                }
            }
        }
    }

    /// <summary>The extremes that lie in a domain, also when they are rounded to float.</summary>
    private static IEnumerable<double> In(Domain domain) =>
        Magnitudes.SelectMany(m => new[] { (double)(float)m, -(double)(float)m }).Concat(Samples.Ends(domain)).Distinct().Where(domain.Contains);
}
