using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima.Analysis;

/// <summary>The target of one row: a label, or a number for each class.</summary>
internal readonly record struct RowTarget(int Label, double[] Row)
{
    public bool IsLabel => Row.Length == 0;
}

/// <summary>A row loss in double, at one row at a time, for the analysis.</summary>
internal abstract class RowFunction(Loss loss)
{
    public Loss Loss => loss;

    /// <summary>Three, or as many as a parameter has numbers.</summary>
    public int Classes { get; } = loss.Parameters.OfType<ImmutableArray<double>>().Where(l => !l.IsDefaultOrEmpty).Select(l => l.Length).DefaultIfEmpty(RowExpression.Classes).First();

    /// <summary>True if targets are labels, or may be.</summary>
    public bool TakesLabels => loss.Entry.Inputs[1].Kind != InputKind.Row;

    /// <summary>The domain of the elements of a prediction.</summary>
    public Domain PredictionDomain { get; } = loss.DomainOf(0);

    /// <summary>True if the elements of a prediction range from minus infinity to 0, as logarithms of probabilities do.</summary>
    public bool TakesLogProbabilities => PredictionDomain == Domain.AtMost(0);

    /// <summary>True if the predictions have no lower or no upper bound.</summary>
    public bool IsUnbounded => double.IsInfinity(PredictionDomain.Low) || double.IsInfinity(PredictionDomain.High);

    public abstract double Value(double[] x, RowTarget target);

    /// <summary>The value in double-double arithmetic, with a bound of its error.</summary>
    public abstract Ball Exact(Ball[] x, RowTarget target);

    /// <summary>The derivative along a direction in double-double arithmetic, with a bound of its error.</summary>
    public abstract Ball ExactSlope(Ball[] x, RowTarget target, double[] direction);

    /// <summary>The formula over a row of symbols; a label is a number, a target row follows the predictions.</summary>
    public abstract Symbol Record(int label);

    /// <summary>The derivative along a direction, as the gradient uses it.</summary>
    public abstract double Slope(double[] x, RowTarget target, double[] direction);

    /// <summary>The derivative with respect to the score of class <paramref name="k"/>.</summary>
    public double Slope(double[] x, RowTarget target, int k)
    {
        var unit = new double[x.Length];
        unit[k] = 1;
        return Slope(x, target, unit);
    }

    public bool Contains(double[] x)
    {
        var domain = PredictionDomain;
        return Array.TrueForAll(x, domain.Contains);
    }

    /// <exception cref="NotSupportedException">The loss is not a row loss.</exception>
    public static RowFunction Of(Loss loss) => loss.Accept(Maker.Instance);

    private sealed class Concrete<TFormula>(Loss loss, TFormula formula) : RowFunction(loss)
        where TFormula : struct, IRowLoss
    {
        public override double Value(double[] x, RowTarget target) =>
            Of<F64>(Array.ConvertAll(x, v => new F64(v)), Array.ConvertAll(target.Row, v => new F64(v)), new F64(target.Label), new F64(1)).X;

        public override double Slope(double[] x, RowTarget target, double[] direction)
        {
            var step = new Dual<F64, One<F64>>(new F64(0), One<F64>.Unit(0));
            var numbers = x.Select((v, k) => Constant(v) + direction[k] * step).ToArray();
            return Of<Dual<F64, One<F64>>>(numbers, Array.ConvertAll(target.Row, Constant), Constant(target.Label), Constant(1)).Slope.A.X;
        }

        public override Ball Exact(Ball[] x, RowTarget target) =>
            Of(x, Array.ConvertAll(target.Row, v => new Ball(v)), new Ball(target.Label), new Ball(1));

        public override Ball ExactSlope(Ball[] x, RowTarget target, double[] direction)
        {
            static Dual<Ball, One<Ball>> Held(Ball v) => new(v, One<Ball>.Zero);
            var numbers = x.Select((v, k) => new Dual<Ball, One<Ball>>(v, new One<Ball>(new Ball(direction[k])))).ToArray();
            return Of(numbers, Array.ConvertAll(target.Row, v => Held(new Ball(v))), Held(new Ball(target.Label)), Held(new Ball(1))).Slope.A;
        }

        public override Symbol Record(int label)
        {
            var names = Enumerable.Range(0, label < 0 ? 2 * Classes : Classes).Select(k => $"x{k}").ToArray();
            return new SymbolGraph(names, []).Record(graph =>
            {
                var inputs = names.Select((_, i) => graph.Input(i)).ToArray();
                return Of(inputs[..Classes], inputs[Classes..], graph.Constant(Math.Max(0, label)), graph.Constant(1));
            });
        }

        private static Dual<F64, One<F64>> Constant(double v) => new(new F64(v), One<F64>.Zero);

        [MethodImpl(MethodImplOptions.NoInlining)]
        private T Of<T>(T[] x, T[] target, T label, T one)
            where T : IReal<T>
        {
            var scratch = new T[x.Length * TFormula.ScratchRows];
            return target.Length == 0 ? formula.Of(new Row<T>(x, label, one, [], scratch)) : formula.Of(new Row<T>(x, target, [], scratch));
        }
    }

    private sealed class Maker : LossVisitor<RowFunction>
    {
        public static readonly Maker Instance = new();

        public override RowFunction Row<TFormula>(Loss loss, TFormula formula) => new Concrete<TFormula>(loss, formula);

        public override RowFunction Other(Loss loss) =>
            throw new NotSupportedException($"{loss.Entry.Key}: traits of rows need a loss over rows of classes; this one is a {LossEntry.ShapeInWords(loss.Entry)}.");
    }
}
