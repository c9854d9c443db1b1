using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Minima.Reals;

namespace Minima.Analysis;

/// <summary>A point loss in double, at one point at a time, for the analysis. Losses given as text and losses written in C# look the same here.</summary>
internal abstract class PointFunction(Loss loss)
{
    public Loss Loss => loss;

    /// <summary>The number of inputs.</summary>
    public abstract int Arity { get; }

    /// <summary>The inputs that have a gradient.</summary>
    public abstract InputSet Differentiated { get; }

    /// <summary>The input that holds the observation, or -1 for a penalty, which has none.</summary>
    public int Target { get; private set; } = -1;

    /// <summary>The inputs that are neither the prediction nor the target.</summary>
    public int[] Extras { get; private set; } = [];

    /// <summary>The inputs that are learned: those with a gradient, without the target.</summary>
    public int[] Learned { get; private set; } = [];

    /// <summary>Domains that replace the loss's own, by input; empty if it keeps its own. A formula as text states no domains.</summary>
    public IReadOnlyList<Domain?> Stated { get; private set; } = [];

    /// <summary>The function behind a loss.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="stated">Domains in place of its own, by input; null, or a list that ends early, keeps them.</param>
    /// <exception cref="NotSupportedException">The loss is not a formula over the elements of its inputs.</exception>
    public static PointFunction Of(Loss loss, IReadOnlyList<Domain?>? stated = null)
    {
        var function = loss.Accept(Maker.Instance);
        function.Stated = stated ?? [];
        var inputs = loss.Entry.Inputs;
        var named = Enumerable.Range(0, function.Arity).Where(i => i > 0 && i < inputs.Count && inputs[i].Name == "target").ToArray();

        // A C# loss with another name for its target has it in the first input that is not learned, or second. A text whose inputs are other columns has none.
        var constant = Enumerable.Range(1, function.Arity - 1).FirstOrDefault(i => (function.Differentiated & (InputSet)(1 << i)) == 0, 1);
        function.Target = named.Length > 0 ? named[0] : function.Arity > 1 && !loss.Entry.IsText ? constant : -1;
        function.Extras = [.. Enumerable.Range(1, function.Arity - 1).Where(i => i != function.Target)];
        function.Learned = [.. Enumerable.Range(0, function.Arity).Where(i => i != function.Target && (function.Differentiated & (InputSet)(1 << i)) != 0)];
        return function;
    }

    /// <summary>True if <see cref="Of"/> supports the shape of the loss.</summary>
    public static bool Knows(Loss loss) => loss.Accept(Asker.Instance);

    public abstract double Value(ReadOnlySpan<double> x);

    /// <summary>The derivative that the gradient uses, at kinks too.</summary>
    public abstract double Slope(ReadOnlySpan<double> x, int input = 0);

    /// <summary>Value, derivative and curvature; at kinks those of one side.</summary>
    public abstract Jet At(ReadOnlySpan<double> x, int input = 0);

    /// <summary>The value in double-double arithmetic, with a bound of its error.</summary>
    public abstract Ball Exact(ReadOnlySpan<double> x);

    /// <summary>The derivative in double-double arithmetic, with a bound of its error.</summary>
    public abstract Ball ExactSlope(ReadOnlySpan<double> x);

    /// <summary>The value in float arithmetic.</summary>
    public abstract float Single(ReadOnlySpan<float> x);

    /// <summary>The derivative in float arithmetic.</summary>
    public abstract float SingleSlope(ReadOnlySpan<float> x);

    public Domain DomainOf(int input) => input < Stated.Count && Stated[input] is { } stated ? stated : Loss.DomainOf(input);

    /// <summary>The constants that input <paramref name="input"/> is bound to if it is omitted; empty if it is required.</summary>
    public IReadOnlyList<double> BoundTo(int input)
    {
        var parameters = Loss.Entry.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].BindsInput == input)
            {
                return Loss.Parameters[i] switch { double one => [one], ImmutableArray<double> many => many, _ => [] };
            }
        }

        return [];
    }

    /// <summary>A point of the formula: the prediction, the target, and the rest as given.</summary>
    public double[] Point(double prediction, double target, ReadOnlySpan<double> extras)
    {
        var x = new double[Arity];
        x[0] = prediction;
        if (Target > 0)
        {
            x[Target] = target;
        }

        for (var i = 0; i < Extras.Length; i++)
        {
            x[Extras[i]] = extras[i];
        }

        return x;
    }

    /// <summary>Value, derivative and curvature along one input.</summary>
    internal readonly record struct Jet(double Value, double Slope, double Curvature);

    private sealed class Concrete<TFormula>(Loss loss, TFormula formula) : PointFunction(loss)
        where TFormula : struct, IPointFormula
    {
        public override int Arity => TFormula.Arity;

        public override InputSet Differentiated => TFormula.Differentiated;

        // The formula is inlined into its caller: separate leaf methods limit that to three copies.
        [MethodImpl(MethodImplOptions.NoInlining)]
        public override double Value(ReadOnlySpan<double> x) => formula.Of(
            new F64(x[0]),
            new F64(x.Length > 1 ? x[1] : 0),
            new F64(x.Length > 2 ? x[2] : 0),
            new F64(x.Length > 3 ? x[3] : 0)).X;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override double Slope(ReadOnlySpan<double> x, int input = 0) => formula.Of(
            Dual(x, 0, input),
            Dual(x, 1, input),
            Dual(x, 2, input),
            Dual(x, 3, input)).Slope.A.X;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override Jet At(ReadOnlySpan<double> x, int input = 0)
        {
            var jet = formula.Of(Second(x, 0, input), Second(x, 1, input), Second(x, 2, input), Second(x, 3, input));
            return new Jet(jet.Value.X, jet.First.X, jet.Second.X);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override Ball Exact(ReadOnlySpan<double> x) => formula.Of(
            new Ball(x[0]),
            new Ball(x.Length > 1 ? x[1] : 0),
            new Ball(x.Length > 2 ? x[2] : 0),
            new Ball(x.Length > 3 ? x[3] : 0));

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override Ball ExactSlope(ReadOnlySpan<double> x) => formula.Of(
            new Dual<Ball, One<Ball>>(new Ball(x[0]), One<Ball>.Unit(0)),
            new Dual<Ball, One<Ball>>(new Ball(x.Length > 1 ? x[1] : 0), One<Ball>.Zero),
            new Dual<Ball, One<Ball>>(new Ball(x.Length > 2 ? x[2] : 0), One<Ball>.Zero),
            new Dual<Ball, One<Ball>>(new Ball(x.Length > 3 ? x[3] : 0), One<Ball>.Zero)).Slope.A;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override float Single(ReadOnlySpan<float> x) => formula.Of(
            new F32(x[0]),
            new F32(x.Length > 1 ? x[1] : 0),
            new F32(x.Length > 2 ? x[2] : 0),
            new F32(x.Length > 3 ? x[3] : 0)).X;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public override float SingleSlope(ReadOnlySpan<float> x) => formula.Of(
            new Dual<F32, One<F32>>(new F32(x[0]), One<F32>.Unit(0)),
            new Dual<F32, One<F32>>(new F32(x.Length > 1 ? x[1] : 0), One<F32>.Zero),
            new Dual<F32, One<F32>>(new F32(x.Length > 2 ? x[2] : 0), One<F32>.Zero),
            new Dual<F32, One<F32>>(new F32(x.Length > 3 ? x[3] : 0), One<F32>.Zero)).Slope.A.X;

        private static Dual<F64, One<F64>> Dual(ReadOnlySpan<double> x, int i, int input) =>
            new(new F64(i < x.Length ? x[i] : 0), i == input ? One<F64>.Unit(0) : One<F64>.Zero);

        private static Jet2<F64> Second(ReadOnlySpan<double> x, int i, int input) =>
            new(new F64(i < x.Length ? x[i] : 0), new F64(i == input ? 1 : 0), new F64(0));
    }

    private sealed class Maker : LossVisitor<PointFunction>
    {
        public static readonly Maker Instance = new();

        public override PointFunction Point<TFormula>(Loss loss, TFormula formula) => new Concrete<TFormula>(loss, formula);

        public override PointFunction Other(Loss loss) =>
            throw new NotSupportedException($"{loss.Entry.Key}: kinks, traits, link and optimal constant need a loss that is a formula over the elements of its inputs; this one is a {LossEntry.ShapeInWords(loss.Entry)}.");
    }

    private sealed class Asker : LossVisitor<bool>
    {
        public static readonly Asker Instance = new();

        public override bool Point<TFormula>(Loss loss, TFormula formula) => true;

        public override bool Other(Loss loss) => false;
    }
}
