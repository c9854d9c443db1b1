using System.Numerics;
using Minima.Reals;
using Minima.Tests.Lanes;
using Minima.Tests.Matrix;

namespace Minima.Tests.RowLosses;

/// <summary>Every width of lanes gives the bits of one row at a time: batches of 0 to 40 rows, 1 to 33 classes.</summary>
internal sealed class RowWidthLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        var single = Of<TLoss, float>(subject, (s, c) => s.Run<F32, float>(c), [("V4", (s, c) => s.Run<V4, float>(c)), ("V8", (s, c) => s.Run<V8, float>(c)), ("V16", (s, c) => s.Run<V16, float>(c))]);
        var wide = Of<TLoss, double>(subject, (s, c) => s.Run<F64, double>(c), [("W2", (s, c) => s.Run<W2, double>(c)), ("W4", (s, c) => s.Run<W4, double>(c)), ("W8", (s, c) => s.Run<W8, double>(c))]);
        return single.Concat(wide);
    }

    private static IEnumerable<string> Of<TLoss, T>(RowSubject<TLoss> subject, Func<RowSubject<TLoss>, RowCall<T>, LossResult> scalar, (string Name, Func<RowSubject<TLoss>, RowCall<T>, LossResult> Run)[] widths)
        where TLoss : struct, IRowLoss
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var rows = 0; rows <= 40; rows++)
        {
            // Each number of rows with some number of classes, so that all of both are met.
            var classes = 1 + rows * 7 % 33;
            var want = subject.Call<T>(2301 + rows, rows, classes, curvature: rows % 8 == 3 && classes < 12);
            want.Reduction = Reduction.Mean;
            var result = scalar(subject, want);
            foreach (var (name, run) in widths)
            {
                var got = want.Copy();
                var gotResult = run(subject, got);
                var bare = want.Copy();
                bare.Gradient = [];
                bare.TargetGradient = [];
                bare.Hessian = [];
                var bareResult = run(subject, bare);
                if (!Ulp.Same(gotResult.Sum, result.Sum) || !Ulp.Same(bareResult.Sum, result.Sum))
                {
                    yield return $"{name}, {rows} rows of {classes}: the sum is {Ulp.Text(gotResult.Sum)} with gradients, {Ulp.Text(bareResult.Sum)} alone, one row at a time {Ulp.Text(result.Sum)}";
                }

                foreach (var (what, x, y) in new[] { ("term", got.Terms, want.Terms), ("gradient", got.Gradient, want.Gradient), ("curvature", got.Hessian, want.Hessian), ("gradient of the target", got.TargetGradient, want.TargetGradient) })
                {
                    if (Enumerable.Range(0, y.Length).FirstOrDefault(i => !Ulp.Same(x[i], y[i]), -1) is >= 0 and var i)
                    {
                        yield return $"{name}, {rows} rows of {classes}: the {what} at {i} is {Ulp.Text(x[i])}, one row at a time {Ulp.Text(y[i])}";
                    }
                }
            }
        }
    }
}

/// <summary>The bits of a result do not depend on how many threads worked.</summary>
internal sealed class RowThreadLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        var call = subject.Call<float>(2401, 7013, 11);
        call.Reduction = Reduction.Mean;
        var alone = call.Run(subject.Loss);
        foreach (var threads in (int[])[2, 3, 8])
        {
            var got = call.Copy();
            got.Threads = threads;
            var result = got.Run(subject.Loss);
            if (!Ulp.Same(result.Sum, alone.Sum) || result.Denominator != alone.Denominator)
            {
                yield return $"{threads} threads: sum {Ulp.Text(result.Sum)}, one thread {Ulp.Text(alone.Sum)}";
            }

            if (!got.Terms.AsSpan().SequenceEqual(call.Terms) || !got.Gradient.AsSpan().SequenceEqual(call.Gradient))
            {
                yield return $"{threads} threads: terms or gradients differ from those of one thread";
            }
        }
    }
}

/// <summary>Float lies within the ulps that the entry states, on a few rows: for the broken losses.</summary>
internal sealed class RowFloatLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject) =>
        RowFloatAccuracy.Of(subject, 180) is var worst && worst.Ulps > subject.Entry.FloatUlps ? [worst.Where] : [];
}

/// <summary>A call allocates nothing once it has been made a few times.</summary>
internal sealed class RowAllocationLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject) => Of<TLoss, float>(subject).Concat(Of<TLoss, double>(subject));

    private static IEnumerable<string> Of<TLoss, T>(RowSubject<TLoss> subject)
        where TLoss : struct, IRowLoss
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var call = subject.Call<T>(2601, 400, 7, curvature: true);
        call.ClassWeights = subject.Entry.Row!.TakesClassWeights ? [.. Enumerable.Range(1, call.Classes).Select(k => T.CreateTruncating(k))] : [];
        call.Mask = [.. Enumerable.Range(0, call.Rows).Select(r => r % 3 != 0)];
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
            for (var i = 0; i < 2; i++)
            {
                call.Run(subject.Loss);
            }

            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        if (allocated != 0)
        {
            yield return $"two calls of {typeof(T).Name} allocate {allocated} bytes";
        }
    }
}
