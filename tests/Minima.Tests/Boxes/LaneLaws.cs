using System.Numerics;
using System.Runtime.CompilerServices;
using Minima.Reals;
using Minima.Tests.Lanes;
using Minima.Tests.Matrix;

namespace Minima.Tests.Boxes;

/// <summary>Every width of lanes, and compiled kernels, give the bits of one box at a time: 0 to 257 boxes, and more than a block.</summary>
internal sealed class BoxWidthLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject) =>
        Of<TLoss, float>(subject, (s, c) => s.Run<F32, float>(c, KernelWay.Lanes), Ways<TLoss, V4, V8, V16, float>())
            .Concat(Of<TLoss, double>(subject, (s, c) => s.Run<F64, double>(c, KernelWay.Lanes), Ways<TLoss, W2, W4, W8, double>()));

    private static (string, Func<BoxSubject<TLoss>, BoxCall<T>, LossResult>)[] Ways<TLoss, A, B, C, T>()
        where TLoss : struct, IBoxLoss
        where A : struct, ILanes<A, T>
        where B : struct, ILanes<B, T>
        where C : struct, ILanes<C, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        (typeof(A).Name, (s, c) => s.Run<A, T>(c, KernelWay.Lanes)),
        (typeof(B).Name, (s, c) => s.Run<B, T>(c, KernelWay.Lanes)),
        (typeof(C).Name, (s, c) => s.Run<C, T>(c, KernelWay.Lanes)),
        .. RuntimeFeature.IsDynamicCodeCompiled ? [("compiled " + typeof(C).Name, (BoxSubject<TLoss> s, BoxCall<T> c) => s.Run<C, T>(c, KernelWay.Compiled))] : Array.Empty<(string, Func<BoxSubject<TLoss>, BoxCall<T>, LossResult>)>(),
    ];

    private static IEnumerable<string> Of<TLoss, T>(BoxSubject<TLoss> subject, Func<BoxSubject<TLoss>, BoxCall<T>, LossResult> scalar, (string Name, Func<BoxSubject<TLoss>, BoxCall<T>, LossResult> Run)[] ways)
        where TLoss : struct, IBoxLoss
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var boxes in Enumerable.Range(0, 258).Append(1024).Append(1500))
        {
            var want = subject.Call<T>(401 + boxes, boxes, curvature: boxes % 32 == 5);
            want.Reduction = Reduction.Mean;
            var result = scalar(subject, want);
            foreach (var (name, run) in ways)
            {
                var got = want.Copy();
                var gotResult = run(subject, got);
                var bare = want.Copy();
                (bare.Gradient, bare.TargetGradient, bare.Hessian, bare.TargetHessian) = ([], [], [], []);
                var bareResult = run(subject, bare);
                if (!Ulp.Same(gotResult.Sum, result.Sum) || !Ulp.Same(bareResult.Sum, result.Sum))
                {
                    yield return $"{name}, {boxes} boxes: the sum is {Ulp.Text(gotResult.Sum)} with gradients, {Ulp.Text(bareResult.Sum)} alone, one box at a time {Ulp.Text(result.Sum)}";
                }

                foreach (var ((what, x), (_, y)) in got.Outputs().Zip(want.Outputs()))
                {
                    // A compiled kernel leaves out the sums with derivatives that are 0, and with them the sign of a 0.
                    var compiled = name.StartsWith("compiled", StringComparison.Ordinal);
                    if (Enumerable.Range(0, y.Length).FirstOrDefault(i => !(compiled ? x[i].Equals(y[i]) : Ulp.Same(x[i], y[i])), -1) is >= 0 and var i)
                    {
                        yield return $"{name}, {boxes} boxes: the {what} at {i} is {Ulp.Text(x[i])}, one box at a time {Ulp.Text(y[i])}";
                    }
                }
            }
        }
    }
}

/// <summary>The bits of a result do not depend on how many threads worked.</summary>
internal sealed class BoxThreadLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        foreach (var boxes in (int[])[7013, 20_000])
        {
            var call = subject.Call<float>(501, boxes);
            call.Reduction = Reduction.Mean;
            var alone = call.Run(subject.Loss);
            foreach (var threads in (int[])[2, 3, 8])
            {
                var got = call.Copy();
                got.Threads = threads;
                if (!Ulp.Same(got.Run(subject.Loss).Sum, alone.Sum) || got.Outputs().Zip(call.Outputs()).Any(o => !o.First.Values.AsSpan().SequenceEqual(o.Second.Values)))
                {
                    yield return $"{threads} threads, {boxes} boxes: another result than that of one thread";
                }
            }
        }
    }
}

/// <summary>Float lies within the ulps that the entry states, on a few pairs: for the broken losses.</summary>
internal sealed class BoxFloatLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject) =>
        BoxFloatAccuracy.Of(subject, 400) is var worst && worst.Ulps > subject.Entry.FloatUlps ? [worst.Where] : [];
}

/// <summary>A call allocates nothing once it has been made a few times.</summary>
internal sealed class BoxAllocationLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject) => Of<TLoss, float>(subject).Concat(Of<TLoss, double>(subject));

    private static IEnumerable<string> Of<TLoss, T>(BoxSubject<TLoss> subject)
        where TLoss : struct, IBoxLoss
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var boxes in (int[])[300, 9000])
        {
            var call = subject.Call<T>(701, boxes, curvature: true);
            call.Mask = [.. Enumerable.Range(0, call.Count).Select(n => n % 3 != 0)];
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
                yield return $"a call of {boxes} boxes of {typeof(T).Name} allocates {allocated} bytes";
            }
        }
    }
}
