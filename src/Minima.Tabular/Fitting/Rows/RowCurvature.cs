using System.Runtime.CompilerServices;
using Minima.Reals;
using Slope = Minima.Reals.Dual<Minima.Reals.F64, Minima.Reals.One<Minima.Reals.F64>>;

namespace Minima.Tabular;

/// <summary>
/// The exact second derivative of a loss over a row of classes with respect to its scores. The formula is evaluated over duals of duals, four partial
/// derivatives at a time, each with its own derivative along a direction.
/// </summary>
internal abstract class RowCurvature
{
    /// <exception cref="NotSupportedException">The loss is not one over rows.</exception>
    public static RowCurvature Of(Loss loss) => loss.Accept(Maker.Instance);

    /// <summary>Writes the whole matrix, K by K.</summary>
    /// <param name="scores">The scores of the row.</param>
    /// <param name="target">Its class, or a number for each.</param>
    /// <param name="result">K rows of K numbers.</param>
    public void Write(ReadOnlySpan<double> scores, (int Label, double[] Row) target, Span<double> result)
    {
        var classes = scores.Length;
        var unit = new double[classes];
        for (var k = 0; k < classes; k++)
        {
            unit[k] = 1;
            var row = result.Slice(k * classes, classes);
            WriteTimes(scores, target, unit, row, k);
            unit[k] = 0;

            for (var m = k + 1; m < classes; m++) result[(m * classes) + k] = row[m];
        }
    }

    /// <summary>Writes the product with a vector.</summary>
    public void WriteTimes(ReadOnlySpan<double> scores, (int Label, double[] Row) target, ReadOnlySpan<double> vector, Span<double> result) =>
        WriteTimes(scores, target, vector, result, 0);

    /// <summary>Writes the entries of the product from an index on.</summary>
    protected abstract void WriteTimes(ReadOnlySpan<double> scores, (int Label, double[] Row) target, ReadOnlySpan<double> vector, Span<double> result, int from);

    private sealed class Concrete<TFormula>(TFormula formula) : RowCurvature
        where TFormula : struct, IRowLoss
    {
        protected override void WriteTimes(ReadOnlySpan<double> scores, (int Label, double[] Row) target, ReadOnlySpan<double> vector, Span<double> result, int from)
        {
            var classes = scores.Length;
            var row = new Dual<Slope, Four<Slope>>[classes];
            var targets = Array.ConvertAll(target.Row, Constant);
            for (var k = 0; k < classes; k++) row[k] = Constant(scores[k]) with { Value = new Slope(new F64(scores[k]), new One<F64>(new F64(vector[k]))) };
            for (var first = from; first < classes; first += 4)
            {
                var last = Math.Min(first + 4, classes);
                for (var k = first; k < last; k++) row[k].Slope = Four<Slope>.Unit(k - first);
                var found = Evaluate(row, targets, Constant(target.Label), Constant(1)).Slope;
                for (var k = first; k < last; k++)
                {
                    result[k] = Four<Slope>.At(found, k - first).Slope.A.X;
                    row[k].Slope = Four<Slope>.Zero;
                }
            }
        }

        private static Dual<Slope, Four<Slope>> Constant(double x) => Dual<Slope, Four<Slope>>.Of(x);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private T Evaluate<T>(T[] scores, T[] target, T label, T one)
            where T : IReal<T>
        {
            var scratch = new T[scores.Length * TFormula.ScratchRows];
            return formula.Of(target.Length == 0 ? new Row<T>(scores, label, one, [], scratch) : new Row<T>(scores, target, [], scratch));
        }
    }

    private sealed class Maker : LossVisitor<RowCurvature>
    {
        public static readonly Maker Instance = new();

        public override RowCurvature Row<TFormula>(Loss loss, TFormula formula) => new Concrete<TFormula>(formula);

        public override RowCurvature Other(Loss loss) =>
            throw new NotSupportedException($"{loss.Entry.Key}: a second derivative with respect to a row of scores exists for losses over rows only; this one is a {LossEntry.ShapeInWords(loss.Entry)}.");
    }
}
