using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Lanes;

/// <summary>The bits of a result do not depend on how many threads worked.</summary>
internal sealed class ThreadLaw : Law
{
    /// <summary>Some fifty blocks and a tail that fills no lane.</summary>
    private const int Length = 100_003;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var period = Samples.Rows(subject, 701, 1009, kinks: true);
        var rows = Array.ConvertAll(period, r => Enumerable.Range(0, Length).Select(n => r[n % r.Length]).ToArray());
        return Of(subject, rows, KernelWay.Lanes).Concat(Of(subject, rows, KernelWay.Compiled));
    }

    private static IEnumerable<string> Of<TFormula>(Subject<TFormula> subject, double[][] rows, KernelWay way)
        where TFormula : struct, IPointFormula
    {
        var want = subject.Call<float>(rows);
        want.Reduction = Reduction.Mean;
        var alone = subject.Run<V16, float>(want, way);
        foreach (var threads in (int[])[2, 3, 8])
        {
            var got = subject.Call<float>(rows);
            got.Reduction = Reduction.Mean;
            got.Threads = threads;
            var result = subject.Run<V16, float>(got, way);
            if (!Ulp.Same(result.Sum, alone.Sum) || result.Denominator != alone.Denominator)
            {
                yield return $"{way}, {threads} threads: sum {Ulp.Text(result.Sum)}, one thread {Ulp.Text(alone.Sum)}";
            }

            if (!got.Terms.AsSpan().SequenceEqual(want.Terms) || subject.Differentiated.Any(i => !got.Gradients[i].AsSpan().SequenceEqual(want.Gradients[i])))
            {
                yield return $"{way}, {threads} threads: terms or gradients differ from those of one thread";
            }
        }
    }
}
