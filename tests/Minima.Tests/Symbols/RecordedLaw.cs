using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Symbols;

/// <summary>A formula that was written down as a symbol and is read again gives the bits of the formula: value, slope and curvature.</summary>
internal sealed class RecordedLaw : Law
{
    private const int Points = 96;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var symbol = SymbolGraph.Record(subject.Loss);
        var rows = Samples.Rows(subject, 2301, Points, kinks: true);
        for (var n = 0; n < Points; n++)
        {
            var x = rows.Select(r => r[n]).ToArray();
            foreach (var input in subject.Inputs)
            {
                var direct = subject.At(Jets(x, input));
                var read = symbol.Evaluate<Jet2<Dual<F64, One<F64>>>>(Jets(x, input));
                if (!Same(direct.Value, read.Value) || !Same(direct.First, read.First) || !Same(direct.Second, read.Second))
                {
                    yield return $"at {Ulp.Text(x)} along {subject.NameOf(input)} the symbol reads {Text(read)}, the formula {Text(direct)}";
                }
            }
        }
    }

    private static Jet2<Dual<F64, One<F64>>>[] Jets(double[] x, int input) =>
        [.. x.Select((v, i) => new Jet2<Dual<F64, One<F64>>>(new(new F64(v), One<F64>.Unit(i == input ? 0 : 1)), Dual<F64, One<F64>>.Of(i == input ? 1 : 0), Dual<F64, One<F64>>.Of(0)))];

    /// <summary>Numbers that differ in the sign of a zero are the same: a constant times a number skips products with 0 that two numbers do not.</summary>
    private static bool Same(Dual<F64, One<F64>> x, Dual<F64, One<F64>> y) => x.Value.X.Equals(y.Value.X) && x.Slope.A.X.Equals(y.Slope.A.X);

    private static string Text(Jet2<Dual<F64, One<F64>>> x) => Ulp.Text([x.Value.Value.X, x.First.Value.X, x.Second.Value.X]);
}
