using System.Numerics;
using Minima.Reals;

namespace Minima.Tests.Matrix;

/// <summary>A loss with its concrete formula, as the laws see it.</summary>
internal sealed class Subject<TFormula>(Loss loss, TFormula formula)
    where TFormula : struct, IPointFormula
{
    public Loss Loss => loss;

    public LossEntry Entry => loss.Entry;

    public TFormula Formula => formula;

    public int Arity => TFormula.Arity;

    public IEnumerable<int> Inputs => Enumerable.Range(0, TFormula.Arity);

    public IEnumerable<int> Differentiated => Inputs.Where(i => (TFormula.Differentiated & (InputSet)(1 << i)) != 0);

    public Domain DomainOf(int input) => loss.DomainOf(input);

    public string NameOf(int input) => loss.Entry.Inputs[input].Name;

    /// <summary>The formula at one point, in any number.</summary>
    public T At<T>(T[] x)
        where T : IReal<T> => formula.Of(x[0], TFormula.Arity > 1 ? x[1] : T.Of(0), TFormula.Arity > 2 ? x[2] : T.Of(0), TFormula.Arity > 3 ? x[3] : T.Of(0));

    /// <summary>The value at one point, in double.</summary>
    public double Value(double[] x) => At(Array.ConvertAll(x, v => new F64(v))).X;

    /// <summary>The derivative with respect to one input at one point, in double.</summary>
    public double Slope(double[] x, int input) => At(Duals(x, input)).Slope.A.X;

    /// <summary>Whether, by intention of the formula, the gradient is not the derivative at this point.</summary>
    public bool TakesDetour(double[] x, int input)
    {
        var honest = At(Array.ConvertAll(Duals(x, input), d => new Honest(d))).Number.Slope.A.X;
        return !(Math.Abs(honest - Slope(x, input)) <= 1e-9 * Math.Abs(honest)) && !honest.Equals(Slope(x, input));
    }

    private static Dual<F64, One<F64>>[] Duals(double[] x, int input) =>
        [.. x.Select((v, i) => new Dual<F64, One<F64>>(new F64(v), i == input ? One<F64>.Unit(0) : One<F64>.Zero))];

    /// <summary>Second derivative by a dual of duals.</summary>
    public double NestedSecond(double[] x, int input, int other) =>
        At<Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>>(
        [
            .. Duals(x, input).Select((inner, i) => new Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>(
                inner,
                i == other ? One<Dual<F64, One<F64>>>.Unit(0) : One<Dual<F64, One<F64>>>.Zero)),
        ]).Slope.A.Slope.A.X;

    /// <summary>Second derivative by a jet.</summary>
    public double JetSecond(double[] x, int input) =>
        At<Jet2<F64>>([.. x.Select((v, i) => new Jet2<F64>(new F64(v), new F64(i == input ? 1 : 0), new F64(0)))]).Second.X;

    /// <summary>A call with these inputs and, if wanted, buffers for every gradient and for the terms.</summary>
    public Call<T> Call<T>(double[][] inputs, bool gradients = true, bool terms = true)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var call = new Call<T>();
        var count = inputs[0].Length;
        for (var i = 0; i < TFormula.Arity; i++)
        {
            call.Inputs[i] = Array.ConvertAll(inputs[i], T.CreateTruncating);
        }

        foreach (var i in Differentiated.Where(_ => gradients))
        {
            call.Gradients[i] = new T[count];
        }

        call.Terms = terms ? new T[count] : [];
        return call;
    }

    /// <summary>Runs a call on chosen lanes.</summary>
    public LossResult Run<L, T>(Call<T> call, KernelWay way = KernelWay.BySize)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LossEngine<TFormula, PointShape<TFormula>>.Run(formula, call.Batch(), Pooled<PointJob<TFormula, L, T>>.Rent(), way);
}
