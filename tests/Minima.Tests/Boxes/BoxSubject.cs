using System.Numerics;
using Minima.Reals;

namespace Minima.Tests.Boxes;

/// <summary>A box loss with its concrete formula, as the laws see it. A pair of boxes is eight numbers: the prediction's, then the target's.</summary>
internal sealed class BoxSubject<TLoss>(Loss loss, TLoss formula)
    where TLoss : struct, IBoxLoss
{
    public Loss Loss => loss;

    public LossEntry Entry => loss.Entry;

    public TLoss Formula => formula;

    public bool DifferentiatesTarget => (TLoss.Differentiated & InputSet.Second) != 0;

    /// <summary>The coordinates that have a gradient.</summary>
    public IEnumerable<int> Differentiated => Enumerable.Range(0, DifferentiatesTarget ? 8 : 4);

    /// <summary>The formula on one pair, in any number.</summary>
    public T At<T>(T[] x)
        where T : IReal<T> => formula.Of(new Box<T>(x[0], x[1], x[2], x[3]), new Box<T>(x[4], x[5], x[6], x[7]));

    public double Value(double[] x) => At(Array.ConvertAll(x, v => new F64(v))).X;

    /// <summary>The derivative along one coordinate, by a dual number.</summary>
    public double Slope(double[] x, int k) =>
        At([.. x.Select((v, i) => new Dual<F64, One<F64>>(new F64(v), i == k ? One<F64>.Unit(0) : One<F64>.Zero))]).Slope.A.X;

    /// <summary>The second derivative along one coordinate, by a jet.</summary>
    public double JetSecond(double[] x, int k) =>
        At([.. x.Select((v, i) => new Jet2<F64>(new F64(v), new F64(i == k ? 1 : 0), new F64(0)))]).Second.X;

    /// <summary>The derivative along two coordinates, by a dual of duals.</summary>
    public double NestedSecond(double[] x, int k, int other)
    {
        var one = One<Dual<F64, One<F64>>>.Unit(0);
        var zero = One<Dual<F64, One<F64>>>.Zero;
        return At([.. x.Select((v, i) => new Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>(new(new F64(v), i == k ? One<F64>.Unit(0) : One<F64>.Zero), i == other ? one : zero))]).Slope.A.Slope.A.X;
    }

    /// <summary>Pairs of boxes with every buffer: most overlap, some lie apart, one in the other, are equal, share an edge, or have no area.</summary>
    public BoxCall<T> Call<T>(int seed, int boxes, bool curvature = false, double size = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var call = new BoxCall<T> { Prediction = new T[4 * boxes], Target = new T[4 * boxes], Gradient = new T[4 * boxes], Terms = new T[boxes] };
        for (var n = 0; n < boxes; n++)
        {
            var target = Draw(random, size, n % 11 == 9 ? 30 * size : 0);
            var prediction = (n % 8) switch
            {
                1 => target,
                3 => [target[0] + 0.25 * (target[2] - target[0]), target[1], target[2], target[3] - 0.5 * (target[3] - target[1])],
                5 => [target[0], target[1] - size, target[2] + size, target[3] + 0.5 * size],
                7 when n % 16 == 7 => [target[0], target[1], target[0], target[3]],
                _ => Draw(random, size, 0),
            };
            for (var c = 0; c < 4; c++)
            {
                call.Prediction[4 * n + c] = T.CreateTruncating(prediction[c]);
                call.Target[4 * n + c] = T.CreateTruncating(target[c]);
            }
        }

        call.TargetGradient = new T[DifferentiatesTarget ? 4 * boxes : 0];
        call.Hessian = new T[curvature && !Entry.StopsGradient ? 4 * boxes : 0];
        call.TargetHessian = new T[curvature && !Entry.StopsGradient && DifferentiatesTarget ? 4 * boxes : 0];
        return call;
    }

    /// <summary>Pair <paramref name="n"/> of a call.</summary>
    public static double[] Pair<T>(BoxCall<T> call, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        [.. call.Prediction[(4 * n)..(4 * n + 4)].Concat(call.Target[(4 * n)..(4 * n + 4)]).Select(double.CreateTruncating)];

    /// <summary>Runs a call on chosen lanes.</summary>
    public LossResult Run<L, T>(BoxCall<T> call, KernelWay way = KernelWay.BySize)
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LossEngine<BoxFormula<TLoss>, BoxShape<TLoss>>.Run(new(formula), call.Batch(), Pooled<BoxJob<TLoss, L, T>>.Rent(), way);

    private static double[] Draw(Random random, double size, double away)
    {
        var (x, y) = (size * 3 * random.NextDouble() + away, size * 3 * random.NextDouble() - away);
        return [x, y, x + size * (0.5 + 3 * random.NextDouble()), y + size * (0.5 + 3 * random.NextDouble())];
    }
}
