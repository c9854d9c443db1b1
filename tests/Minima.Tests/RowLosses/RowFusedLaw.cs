using System.Numerics;
using Minima.Reals;

namespace Minima.Tests.RowLosses;

/// <summary>The fast way of a loss gives what the formula gives by lanes, up to rounding: labels and target rows, weights of all kinds, ignored and masked rows, few classes and many (in double: by lanes a float sum over thousands of classes loses digits that the kernels keep).</summary>
internal sealed class RowFusedLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject) =>
        Of<TLoss, V16, float>(subject, 2e-5).Concat(Of<TLoss, W8, double>(subject, 5e-12)).Concat(Of<TLoss, V4, float>(subject, 2e-5));

    private static IEnumerable<string> Of<TLoss, L, T>(RowSubject<TLoss> subject, double tolerance)
        where TLoss : struct, IRowLoss
        where L : unmanaged, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (rows, classes) in new[] { (1, 1), (5, 2), (40, 3), (33, 10), (17, 64), (9, 65), (6, 300), (Sweep.Of(1, 1, 3), 2500) }.Where(size => size.Item2 < 1000 || typeof(T) == typeof(double)))
        {
            foreach (var variant in Enumerable.Range(0, 4))
            {
                var call = subject.Call<T>(7701 + rows, rows, classes, curvature: variant == 3 && classes < 12);
                var random = new Random(7702 + variant);
                call.Reduction = variant == 0 ? Reduction.Mean : Reduction.Sum;
                call.ClassWeights = variant > 0 && TLoss.TakesClassWeights ? [.. Enumerable.Range(0, call.Classes).Select(_ => T.CreateTruncating(random.Next(4) * 0.5))] : [];
                call.Weight = variant > 1 ? [.. Enumerable.Range(0, rows).Select(_ => T.CreateTruncating(random.Next(3) * 0.75))] : [];
                call.Mask = variant > 2 ? [.. Enumerable.Range(0, rows).Select(_ => random.Next(3) > 0)] : [];
                if (variant == 2 && subject.HasLabels)
                {
                    call.IgnoreIndex = call.Labels[0];
                }

                var want = call.Copy();
                var result = subject.Run<L, T>(want, KernelWay.Lanes);
                var got = call.Copy();
                var fused = subject.Run<L, T>(got);
                var scale = Math.Max(1e-3, Wide(want.Gradient).Select(Math.Abs).DefaultIfEmpty(0).Max());

                // By lanes the curvature along a class that dominates is a difference of numbers near 1: it is not known better than to their rounding.
                var failures = Differences("the value", [fused.Value, fused.Denominator], [result.Value, result.Denominator], tolerance, Math.Max(1, Math.Abs(result.Value)))
                    .Concat(Differences("the term", Wide(got.Terms), Wide(want.Terms), tolerance, 1))
                    .Concat(Differences("the curvature", Wide(got.Hessian), Wide(want.Hessian), tolerance, Math.Max(1e-2, Wide(want.Hessian).Select(Math.Abs).DefaultIfEmpty(0).Max())))
                    .Concat(Differences("the gradient", Wide(got.Gradient), Wide(want.Gradient), tolerance, scale));
                foreach (var failure in failures)
                {
                    yield return $"{typeof(L).Name}, {rows} rows of {call.Classes}, variant {variant}: {failure}";
                }
            }
        }
    }

    private static double[] Wide<T>(T[] x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Array.ConvertAll(x, double.CreateTruncating);
}
