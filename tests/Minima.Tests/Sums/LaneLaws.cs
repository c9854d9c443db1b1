using System.Numerics;
using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Sums;

/// <summary>Every width of lanes gives the bits of one element at a time: stretches of 0 to 257 elements, of a block and more, gathered or not.</summary>
internal sealed class SumWidthLaw : SumLaw
{
    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject) => Of<TLoss, float>(subject).Concat(Of<TLoss, double>(subject));

    private static IEnumerable<string> Of<TLoss, T>(SumSubject<TLoss> subject)
        where TLoss : struct, ISumLoss
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (string Name, Func<SumCall<T>, LossResult> Run)[] widths = [("W2", c => subject.Run<W2, T>(c)), ("W4", c => subject.Run<W4, T>(c)), ("W8", c => subject.Run<W8, T>(c))];
        foreach (var inner in Enumerable.Range(0, 258).Append(4096).Append(9001))
        {
            var rows = 1 + inner % 3;
            var want = subject.Call<T>(401 + inner, rows, 2, inner, curvature: inner % 16 == 5);
            if (inner is 1 or 2)
            {
                continue; // Two points have no spread to speak of, and some losses divide by it.
            }

            var result = subject.Run<F64, T>(want);
            foreach (var (name, run) in widths)
            {
                var got = want.Copy();
                var bare = want.Copy();
                (bare.Gradient, bare.Hessian) = ([], []);
                var (gotSum, bareSum) = (run(got).Sum, run(bare).Sum);
                if (!Ulp.Same(gotSum, result.Sum) || !Ulp.Same(bareSum, result.Sum))
                {
                    yield return $"{name}, {rows} x 2 x {inner}: the sum is {Ulp.Text(gotSum)} with a gradient, {Ulp.Text(bareSum)} alone, one element at a time {Ulp.Text(result.Sum)}";
                }

                foreach (var (what, x, y) in new[] { ("term", got.Terms, want.Terms), ("gradient", got.Gradient, want.Gradient), ("curvature", got.Hessian, want.Hessian) })
                {
                    if (Enumerable.Range(0, y.Length).FirstOrDefault(i => !Ulp.Same(x[i], y[i]), -1) is >= 0 and var i)
                    {
                        yield return $"{name}, {rows} x 2 x {inner}: the {what} at {i} is {Ulp.Text(x[i])}, one element at a time {Ulp.Text(y[i])}";
                    }
                }
            }
        }
    }
}

/// <summary>The bits of a result do not depend on how many threads worked.</summary>
internal sealed class SumThreadLaw : SumLaw
{
    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
    {
        foreach (var (rows, classes, inner) in ((int, int, int)[])[(1, 1, 100_001), (40, 2, 700), (30, 2, 5000), (3000, 20, 1)])
        {
            var call = subject.Call<float>(501 + inner, rows, classes, inner);
            var alone = call.Run(subject.Loss);
            foreach (var threads in (int[])[2, 3, 8])
            {
                var got = call.Copy();
                got.Threads = threads;
                var result = got.Run(subject.Loss);
                if (!Ulp.Same(result.Sum, alone.Sum) || !got.Terms.AsSpan().SequenceEqual(call.Terms) || !got.Gradient.AsSpan().SequenceEqual(call.Gradient))
                {
                    yield return $"{threads} threads, {rows} x {call.Classes} x {inner}: {Ulp.Text(result.Sum)}, or another gradient; one thread {Ulp.Text(alone.Sum)}";
                }
            }
        }
    }
}

/// <summary>A float result is the double one on the same inputs, rounded once: sums and slopes are double.</summary>
internal sealed class SumFloatLaw : SumLaw
{
    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
    {
        foreach (var (rows, classes, inner) in Sizes)
        {
            var single = subject.Call<float>(601 + inner, rows, classes, inner);
            var wide = subject.Call<double>(601 + inner, rows, classes, inner);
            wide.Prediction = Array.ConvertAll(single.Prediction, x => (double)x);
            wide.Target = Array.ConvertAll(single.Target, x => (double)x);
            var (got, want) = (single.Run(subject.Loss).Value, wide.Run(subject.Loss).Value);
            if (!Ulp.Same(got, want))
            {
                yield return $"[{rows}, {single.Classes}, {inner}]: the value is {Ulp.Text(got)}, in double {Ulp.Text(want)}";
            }

            if (Enumerable.Range(0, single.Gradient.Length).FirstOrDefault(i => !Ulp.Same(single.Gradient[i], (float)wide.Gradient[i]), -1) is >= 0 and var i)
            {
                yield return $"[{rows}, {single.Classes}, {inner}]: the gradient at {i} is {Ulp.Text(single.Gradient[i])}, in double {Ulp.Text(wide.Gradient[i])}";
            }
        }
    }
}

/// <summary>A call allocates nothing once it has been made a few times.</summary>
internal sealed class SumAllocationLaw : SumLaw
{
    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject) => Of<TLoss, float>(subject).Concat(Of<TLoss, double>(subject));

    private static IEnumerable<string> Of<TLoss, T>(SumSubject<TLoss> subject)
        where TLoss : struct, ISumLoss
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var (rows, classes, inner) in ((int, int, int)[])[(4, 2, 300), (7, 2, 30), (2, 2, 20_000)])
        {
            var call = subject.Call<T>(701, rows, classes, inner, curvature: inner == 30);
            for (var i = 0; i < 3; i++)
            {
                call.Run(subject.Loss);
            }

            // The least of several rounds: see the point losses' law.
            var allocated = long.MaxValue;
            for (var round = 0; round < 1_000 && allocated != 0; round++)
            {
                if (round >= 5)
                {
                    Thread.Sleep(2);
                }

                var before = GC.GetAllocatedBytesForCurrentThread();
                call.Run(subject.Loss);
                allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            if (allocated != 0)
            {
                yield return $"a call of {rows} x {call.Classes} x {inner} {typeof(T).Name} allocates {allocated} bytes";
            }
        }
    }
}
