using System.Numerics;
using Minima.Reals;

namespace Minima;

/// <summary>
/// Diagonal second derivatives in closed form, for the losses with fused kernels: one pass over a row, where lanes would evaluate the
/// formula once for each class. In scalar double, rows in order.
/// </summary>
internal static unsafe class FusedCurvature<TElement>
    where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
{
    /// <summary>
    /// With c_k the masses, l_k the log-probabilities, p_k = e^l_k, S1 and S2 the sums of c_j f'(l_j) and c_j f''(l_j):
    /// c_k f''(l_k) (1 - 2 p_k) + p_k^2 S2 - p_k (1 - p_k) S1.
    /// </summary>
    public static void OfLogProbabilities<TLoss>(in TLoss loss, in SoftmaxBatch<TElement> batch, TElement* hessian, bool isNonNegative)
        where TLoss : struct, ILogProbabilityLoss
    {
        var count = (int)batch.Classes;
        var memory = Pooled<NativeBuffer>.Rent();
        var numbers = (F64*)memory.Ensure(3 * (nuint)count * sizeof(double));
        var logits = new Span<F64>(numbers, count);
        var logProbabilities = new Span<F64>(numbers + count, count);
        var seconds = new Span<double>(numbers + 2 * count, count);
        var factors = loss.Factors;
        for (nint row = 0; row < batch.Rows; row++)
        {
            var output = hessian + row * count;
            if (WeightOf(batch, row) is not { } weight)
            {
                new Span<TElement>(output, count).Clear();
                continue;
            }

            for (var k = 0; k < count; k++)
            {
                logits[k] = new F64(double.CreateTruncating(batch.Logits[row * count + k]));
            }

            Rows.LogSoftmax<F64>(logits, logProbabilities);
            double first = 0;
            double second = 0;
            for (var k = 0; k < count; k++)
            {
                var mass = Mass(batch, row, k) * factors[k] * (batch.ClassWeight == null ? 1 : double.CreateTruncating(batch.ClassWeight[k]));
                seconds[k] = 0;
                if (mass != 0)
                {
                    var jet = loss.OfLogProbability(new Jet2<F64>(logProbabilities[k], new F64(1), new F64(0)));
                    first += mass * jet.First.X;
                    seconds[k] = mass * jet.Second.X;
                    second += seconds[k];
                }
            }

            for (var k = 0; k < count; k++)
            {
                var p = Math.Exp(logProbabilities[k].X);
                var rest = Rest(logProbabilities[k].X);
                var curvature = seconds[k] * (rest - p) + p * (p * second - rest * first);
                Store(output + k, curvature, weight * batch.Scale, isNonNegative);
            }
        }

        Pooled<NativeBuffer>.Return(memory);
    }

    /// <summary>Second derivatives of a sum over classes, class by class.</summary>
    public static void OfClasses<TLoss>(in TLoss loss, in SoftmaxBatch<TElement> batch, TElement* hessian, bool isNonNegative)
        where TLoss : struct, IClassSumLoss
    {
        var count = (int)batch.Classes;
        for (nint row = 0; row < batch.Rows; row++)
        {
            var output = hessian + row * count;
            if (WeightOf(batch, row) is not { } weight)
            {
                new Span<TElement>(output, count).Clear();
                continue;
            }

            for (var k = 0; k < count; k++)
            {
                var index = row * count + k;
                var jet = loss.OfClass(
                    new Jet2<F64>(new F64(double.CreateTruncating(batch.Logits[index])), new F64(1), new F64(0)),
                    new Jet2<F64>(new F64(double.CreateTruncating(batch.Target[index])), new F64(0), new F64(0)));
                Store(output + k, jet.Second.X, weight * batch.Scale, isNonNegative);
            }
        }
    }

    /// <summary>The weight of a row; null if it is left out.</summary>
    private static double? WeightOf(in SoftmaxBatch<TElement> batch, nint row)
    {
        var weight = batch.RowWeight == null ? 1 : double.CreateTruncating(batch.RowWeight[row]);
        return batch.IsLeftOut(row) || weight == 0 ? null : weight;
    }

    private static double Mass(in SoftmaxBatch<TElement> batch, nint row, int k)
    {
        var share = batch.Target == null ? (batch.Labels[row] == k ? 1 : 0) : double.CreateTruncating(batch.Target[row * batch.Classes + k]);
        return batch.Smoothing == 0 ? share : share * (1 - batch.Smoothing) + batch.Smoothing / batch.Classes;
    }

    /// <summary>1 - e^l: the probability of the other classes, accurate even if it is almost 0.</summary>
    private static double Rest(double logProbability) => -F64.Apply(default(Expm1), new F64(logProbability)).X;

    private static void Store(TElement* to, double curvature, double factor, bool isNonNegative) =>
        *to = TElement.CreateSaturating((isNonNegative && curvature < 0 ? 0 : curvature) * factor);
}
