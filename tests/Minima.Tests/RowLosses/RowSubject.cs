using System.Numerics;
using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.RowLosses;

/// <summary>A row loss with its concrete formula and one kind of target, as the laws see it.</summary>
internal sealed class RowSubject<TLoss>(Loss loss, TLoss formula, bool hasLabels)
    where TLoss : struct, IRowLoss
{
    public Loss Loss => loss;

    public LossEntry Entry => loss.Entry;

    public bool HasLabels => hasLabels;

    /// <summary>The number of classes that the parameters fix, or 0 where any will do.</summary>
    public int FixedClasses { get; } = loss.Parameters.OfType<System.Collections.Immutable.ImmutableArray<double>>().Select(list => list.Length).FirstOrDefault();

    /// <summary>Adding the same number to every prediction of a row changes nothing.</summary>
    public bool IsShiftInvariant => ReadsScores && !FixesLevel;

    /// <summary>The predictions are scores that only matter against each other, but for <see cref="FixesLevel"/>.</summary>
    public bool ReadsScores => loss.DomainOf(0).IsReal && (loss.Entry.Link is PredictionLink.Softmax or PredictionLink.Sparsemax or PredictionLink.Largest || loss.Entry.Key is "entmax15" or "bi_tempered");

    /// <summary>Scores whose level counts too: z_loss holds their log-sum-exp at 0, Keras' hinge lets the 0 of the true class enter the maximum.</summary>
    public bool FixesLevel => loss.Entry.Key is "z_loss" or "keras_categorical_hinge";

    /// <summary>Logits of minus infinity mean something: not where the catalogue says that they do not (section C), because every logit is held near the largest.</summary>
    public bool KnowsImpossibleClasses => IsShiftInvariant && loss.Entry.Key is not ("bi_tempered" or "mbls");

    /// <summary>Every class has a share in the target of a label, so that an impossible class is infinitely wrong.</summary>
    public bool SpreadsTarget => loss.Entry.Key is "soft_ordinal";

    public bool DifferentiatesTarget => !hasLabels && (TLoss.Differentiated & InputSet.Second) != 0;

    /// <summary>The formula on one row, in any number.</summary>
    public T At<T>(T[] prediction, int label, T[] target, double[] classWeights)
        where T : IReal<T>
    {
        var scratch = new T[prediction.Length * TLoss.ScratchRows];
        return hasLabels
            ? formula.Of(new Row<T>(prediction, T.Of(label), T.Of(classWeights.Length == 0 ? 1 : classWeights[label]), classWeights, scratch))
            : formula.Of(new Row<T>(prediction, target, classWeights, scratch));
    }

    /// <summary>The value of one row, in double.</summary>
    public double Value(double[] prediction, int label, double[] target, double[] classWeights) =>
        At(Array.ConvertAll(prediction, x => new F64(x)), label, Array.ConvertAll(target, x => new F64(x)), classWeights).X;

    /// <summary>The derivative along one class, by a dual number.</summary>
    public double Slope(double[] prediction, int label, double[] target, double[] classWeights, int k) => At(
        [.. prediction.Select((x, i) => new Dual<F64, One<F64>>(new F64(x), i == k ? One<F64>.Unit(0) : One<F64>.Zero))],
        label,
        Array.ConvertAll(target, x => new Dual<F64, One<F64>>(new F64(x), One<F64>.Zero)),
        classWeights).Slope.A.X;

    /// <summary>The derivative with respect to the target of one class, and how the derivative with respect to a prediction changes with it; 0 for labels.</summary>
    public (double Value, double Slope) TargetSlope(double[] prediction, int label, double[] target, int k, int of)
    {
        if (hasLabels)
        {
            return default;
        }

        var one = One<Dual<F64, One<F64>>>.Unit(0);
        var zero = One<Dual<F64, One<F64>>>.Zero;
        var jet = At<Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>>(
            [.. prediction.Select((x, i) => new Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>(new(new F64(x), i == k ? One<F64>.Unit(0) : One<F64>.Zero), zero))],
            label,
            [.. target.Select((x, i) => new Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>(new(new F64(x), One<F64>.Zero), i == of ? one : zero))],
            []);
        return (jet.Slope.A.Value.X, jet.Slope.A.Slope.A.X);
    }

    /// <summary>The second derivative along two classes, by a dual of duals.</summary>
    public double NestedSecond(double[] prediction, int label, double[] target, int k, int other)
    {
        var one = One<Dual<F64, One<F64>>>.Unit(0);
        var zero = One<Dual<F64, One<F64>>>.Zero;
        return At<Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>>(
            [.. prediction.Select((x, i) => new Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>(new(new F64(x), i == k ? One<F64>.Unit(0) : One<F64>.Zero), i == other ? one : zero))],
            label,
            [.. target.Select(x => new Dual<Dual<F64, One<F64>>, One<Dual<F64, One<F64>>>>(new(new F64(x), One<F64>.Zero), zero))],
            []).Slope.A.Slope.A.X;
    }

    /// <summary>Rows inside the domains with every buffer. A third of the rows are peaked, a fifth have ties.</summary>
    public RowCall<T> Call<T>(int seed, int rows, int classes, bool curvature = false)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        classes = FixedClasses > 0 ? FixedClasses : classes;
        var call = new RowCall<T> { Classes = classes, Prediction = new T[rows * classes], Gradient = new T[rows * classes], Terms = new T[rows] };
        for (var row = 0; row < rows; row++)
        {
            for (var k = 0; k < classes; k++)
            {
                var x = Draw(loss.DomainOf(0), random) * (row % 3 == 1 ? 4 : 1);
                call.Prediction[row * classes + k] = T.CreateTruncating(double.IsInfinity(loss.DomainOf(0).Low) ? x : Math.Min(x, loss.DomainOf(0).High - 0.05));
            }

            if (row % 5 == 4 && classes > 1)
            {
                call.Prediction[row * classes + random.Next(classes)] = call.Prediction[row * classes + random.Next(classes)];
            }
        }

        call.Labels = hasLabels ? [.. Enumerable.Range(0, rows).Select(_ => random.Next(classes + TLoss.LabelsBeyondScores))] : [];
        call.Target = hasLabels ? [] : Targets<T>(random, rows, classes);
        call.TargetGradient = new T[DifferentiatesTarget ? rows * classes : 0];
        call.Hessian = new T[curvature && !loss.Entry.StopsGradient ? rows * classes : 0];
        return call;
    }

    /// <summary>Runs a call on chosen lanes.</summary>
    public LossResult Run<L, T>(RowCall<T> call, KernelWay way = KernelWay.BySize)
        where L : unmanaged, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => LossEngine<RowFormula<TLoss>, RowShape<TLoss>>.Run(new(formula), call.Batch(), Pooled<RowJob<TLoss, L, T>>.Rent(), way);

    /// <summary>Distributions where the domain is one of probabilities (a quarter of the entries 0), else ordinary numbers.</summary>
    private T[] Targets<T>(Random random, int rows, int classes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var domain = loss.DomainOf(1);
        var targets = new T[rows * classes];
        for (var row = 0; row < rows; row++)
        {
            var drawn = Enumerable.Range(0, classes).Select(_ => double.IsInfinity(domain.Low) ? Draw(domain, random) : random.Next(4) == 0 && domain.Contains(0) ? 0 : random.NextDouble()).ToArray();
            var sum = double.IsInfinity(domain.Low) ? 1 : drawn.Sum() is > 0 and var total ? total : 1;
            for (var k = 0; k < classes; k++)
            {
                targets[row * classes + k] = T.CreateTruncating(drawn[k] / sum);
            }
        }

        return targets;
    }

    private static double Draw(Domain domain, Random random) =>
        domain == Domain.AtMost(0) ? -3 * random.NextDouble() : domain.IsReal ? 6 * random.NextDouble() - 3 : 0.02 + 0.9 * random.NextDouble();
}
