using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Extremes;

/// <summary>A NaN in an input that is a number makes the term NaN, and every gradient that depends on that input.</summary>
internal sealed class NaNLaw : Law
{
    private const int Points = 12;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var rows = Samples.Rows(subject, 901, Points);
        foreach (var input in subject.Inputs.Where(i => !subject.DomainOf(i).IsLabel))
        {
            var depends = subject.Differentiated.Where(other => Depends(subject, rows, other, input)).ToList();
            for (var n = 0; n < Points; n++)
            {
                var x = rows.Select(r => r[n]).ToArray();
                x[input] = double.NaN;
                if (!double.IsNaN(subject.Value(x)) || !float.IsNaN(subject.At(Array.ConvertAll(x, v => new F32((float)v))).X))
                {
                    yield return $"NaN as {subject.NameOf(input)} is swallowed: the term at {Ulp.Text(x)} is {Ulp.Text(subject.Value(x))}";
                }

                foreach (var other in depends.Where(other => !double.IsNaN(subject.Slope(x, other))))
                {
                    yield return $"NaN as {subject.NameOf(input)} is swallowed: the gradient of {subject.NameOf(other)} at {Ulp.Text(x)} is {Ulp.Text(subject.Slope(x, other))}";
                }
            }
        }
    }

    /// <summary>Whether a gradient changes anywhere when only <paramref name="input"/> does: a linear loss has a constant one, which no NaN can change.</summary>
    private static bool Depends<TFormula>(Subject<TFormula> subject, double[][] rows, int gradient, int input)
        where TFormula : struct, IPointFormula
    {
        for (var n = 0; n < Points; n++)
        {
            var x = rows.Select(r => r[n]).ToArray();
            var first = subject.Slope(x, gradient);
            foreach (var other in rows[input])
            {
                x[input] = other;
                if (subject.Slope(x, gradient) != first)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
