using Minima.Reals;
using Minima.Tests.Matrix;
using Minima.Writers;

namespace Minima.Tests.Writers;

/// <summary>The recorded expression with constants folded gives the value, up to rounding, at kinks and ends too.</summary>
internal sealed class FoldedLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var symbol = SymbolGraph.Record(subject.Loss).Fold();
        return Points.Of(subject, 2401, kinks: true).Where(x => !Points.Close(symbol.Value(x), subject.Value(x), 1e-13))
            .Select(x => $"at {Ulp.Text(x)} folded {Ulp.Text(symbol.Value(x))}, the formula {Ulp.Text(subject.Value(x))}");
    }
}

/// <summary>The exact derivative gives the slope of the dual, at kinks and ends too.</summary>
internal sealed class SymbolicSlopeLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var input in subject.Differentiated)
        {
            var symbol = SymbolGraph.Record(subject.Loss).Derivative(input);
            foreach (var x in Points.Of(subject, 2402, kinks: true))
            {
                if (!Points.Close(symbol.Value(x), subject.Slope(x, input), 1e-11))
                {
                    yield return $"at {Ulp.Text(x)} by {subject.NameOf(input)} the symbol's slope is {Ulp.Text(symbol.Value(x))}, the dual's {Ulp.Text(subject.Slope(x, input))}";
                }
            }
        }
    }
}

/// <summary>What is displayed is the value, at kinks too, where both are finite: it need not be stable, only true.</summary>
internal sealed class DisplayedLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var symbol = LossFormula.ValueOf(subject.Loss).Simplify();
        return Points.OfDisplayed(subject, 2403).Where(x => !Points.CloseOrLost(symbol.Value(Points.Kept(subject, x)), subject.Value(Points.Bound(subject, x)), x))
            .Select(x => $"at {Ulp.Text(x)} displayed {Ulp.Text(symbol.Value(Points.Kept(subject, x)))}, the formula {Ulp.Text(subject.Value(Points.Bound(subject, x)))}");
    }
}

/// <summary>The displayed derivative is the slope, at kinks too.</summary>
internal sealed class DisplayedSlopeLaw : Law
{
    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var input in subject.Differentiated)
        {
            var symbol = LossFormula.DisplayedDerivativeOf(subject.Loss, input).Simplify();
            foreach (var x in Points.OfDisplayed(subject, 2404))
            {
                var (shown, slope) = (symbol.Value(Points.Kept(subject, x)), subject.Slope(Points.Bound(subject, x), input));
                if (!Points.CloseOrLost(shown, slope, x))
                {
                    yield return $"at {Ulp.Text(x)} by {subject.NameOf(input)} the displayed slope is {Ulp.Text(shown)}, the dual's {Ulp.Text(slope)}";
                }
            }
        }
    }
}

/// <summary>The derivative of the derivative is the second derivative of the jet, away from kinks.</summary>
internal sealed class SymbolicCurvatureLaw : Law
{
    /// <summary>What docs/numerics.md promises of curvatures along a scale or another further input, as a part of the gradient.</summary>
    private const double OfGradient = 1e-15;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        foreach (var input in subject.Differentiated)
        {
            var symbol = SymbolGraph.Record(subject.Loss).Derivative(input).Derivative(input);
            foreach (var x in Points.Of(subject, 2405, kinks: false))
            {
                var (curvature, jet) = (symbol.Value(x), subject.JetSecond(x, input));
                if (input > 0 && Math.Abs(curvature - jet) <= OfGradient * Math.Abs(subject.Slope(x, input)))
                {
                    continue;
                }

                if (!Points.Close(curvature, jet, 1e-9) && !Points.Cancels(subject, x, input, Math.Abs(curvature - jet)))
                {
                    yield return $"at {Ulp.Text(x)} by {subject.NameOf(input)} the symbol's curvature is {Ulp.Text(curvature)}, the jet's {Ulp.Text(jet)}";
                }
            }
        }
    }
}

/// <summary>Where the laws about symbols look, and how closely.</summary>
internal static class Points
{
    private const int Count = 128;

    public static double Value(this Symbol symbol, double[] x) => symbol.Evaluate<F64>(Array.ConvertAll(x, v => new F64(v))).X;

    public static IEnumerable<double[]> Of<TFormula>(Subject<TFormula> subject, int seed, bool kinks)
        where TFormula : struct, IPointFormula
    {
        var rows = Samples.Rows(subject, seed, Count, kinks);
        return Enumerable.Range(0, Count).Select(n => rows.Select(r => r[n]).ToArray());
    }

    /// <summary>Moderate points, where mathematics that is not written stably keeps its digits.</summary>
    public static IEnumerable<double[]> OfDisplayed<TFormula>(Subject<TFormula> subject, int seed)
        where TFormula : struct, IPointFormula => Of(subject, seed, kinks: true).Where(x => x.All(v => Math.Abs(v) < 15));

    public static bool Close(double x, double y, double tolerance) => x.Equals(y) || Math.Abs(x - y) <= tolerance * Math.Max(Math.Abs(x), Math.Abs(y)) || Math.Abs(x - y) <= 1e-300;

    /// <summary>Alike as numbers of the size of the inputs; or one of them is not finite at an end of the domain.</summary>
    public static bool CloseOrLost(double shown, double value, double[] x) =>
        Close(shown, value, 1e-7) || Math.Abs(shown - value) <= 1e-7 * Math.Min(1, 1 + x.Max(Math.Abs)) || !double.IsFinite(shown) || !double.IsFinite(value);

    /// <summary>The inputs that are not bound to a number by the loss.</summary>
    public static double[] Kept<TFormula>(Subject<TFormula> subject, double[] x)
        where TFormula : struct, IPointFormula => [.. x.Where((_, i) => BoundTo(subject, i) is null)];

    /// <summary>The inputs, with the numbers that the loss binds some to.</summary>
    public static double[] Bound<TFormula>(Subject<TFormula> subject, double[] x)
        where TFormula : struct, IPointFormula => [.. x.Select((v, i) => BoundTo(subject, i) ?? v)];

    /// <summary>The difference is no more than the digits lost by cancellation: what another oracle differs by, or one step of the input moves.</summary>
    public static bool Cancels<TFormula>(Subject<TFormula> subject, double[] x, int input, double difference)
        where TFormula : struct, IPointFormula
    {
        var moved = x.ToArray();
        moved[input] = Math.BitIncrement(moved[input]);
        var (here, there) = (subject.JetSecond(x, input), subject.NestedSecond(x, input, input));
        return difference <= 8 * (Math.Abs(here - there) + Math.Abs(here - subject.JetSecond(moved, input)));
    }

    private static double? BoundTo<TFormula>(Subject<TFormula> subject, int input)
        where TFormula : struct, IPointFormula =>
        subject.Entry.Parameters.Select((p, i) => p.BindsInput == input ? subject.Loss.Parameters[i] as double? : null).FirstOrDefault(v => v is not null);
}
