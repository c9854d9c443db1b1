using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Extremes;

/// <summary>Where finite inputs make a value infinite its gradient may be infinite too, but it is a number: no 0 meets an infinite factor on the way, in double and in float.</summary>
internal sealed class OverflowLaw : Law
{
    /// <summary>Beyond the exponentials of float and of double, beyond their squares, and beyond the squares of exponents.</summary>
    private static readonly double[] Magnitudes = [45, 89, 200, 710, 1500, 30336, 1e20, 1e25, 1e155, 1e200];

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var rows = Samples.Rows(subject, 911, 6);
        foreach (var input in subject.Inputs)
        {
            foreach (var size in Magnitudes.SelectMany(m => new[] { m, -m }).Where(subject.DomainOf(input).Contains))
            {
                for (var n = 0; n < 6; n++)
                {
                    var x = rows.Select(row => row[n]).ToArray();
                    x[input] = size;
                    var single = Array.ConvertAll(x, v => new F32((float)v));
                    foreach (var along in subject.Differentiated)
                    {
                        if (double.IsInfinity(subject.Value(x)) && double.IsNaN(subject.Slope(x, along)))
                        {
                            yield return $"the gradient of {subject.NameOf(along)} at {Ulp.Text(x)} is NaN, where the value is {Ulp.Text(subject.Value(x))}";
                        }

                        var slope = subject.At<Dual<F32, One<F32>>>([.. single.Select((v, i) => new Dual<F32, One<F32>>(v, i == along ? One<F32>.Unit(0) : One<F32>.Zero))]).Slope.A.X;
                        if (single.All(v => float.IsFinite(v.X)) && float.IsInfinity(subject.At(single).X) && float.IsNaN(slope))
                        {
                            yield return $"the float gradient of {subject.NameOf(along)} at {Ulp.Text(x)} is NaN, where the value is infinite";
                        }
                    }
                }
            }
        }
    }
}
