using System.Numerics;
using Minima.Tests.Matrix;
using Minima.Tests.Weights;

namespace Minima.Tests.Kernels;

/// <summary>A call allocates nothing once it has been made a few times: float and double, with and without weights, mask and curvature.</summary>
internal sealed class AllocationLaw : Law
{
    private const int Count = 5_000;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject) => Of<TFormula, float>(subject).Concat(Of<TFormula, double>(subject));

    private static IEnumerable<string> Of<TFormula, T>(Subject<TFormula> subject)
        where TFormula : struct, IPointFormula
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rows = Samples.Rows(subject, 1201, Count);
        foreach (var weighted in (bool[])[false, true])
        {
            var call = subject.Call<T>(rows);
            call.Weight = weighted ? Array.ConvertAll(Batches.Weights(Count), T.CreateTruncating) : [];
            call.Mask = weighted ? [.. Enumerable.Range(0, Count).Select(n => n % 3 != 0)] : [];
            for (var i = 0; i < 3; i++)
            {
                call.Run(subject.Loss);
            }

            // The least of several rounds: the pool of arrays drops what it holds when the collector runs, and fills again once; and a test
            // beside this one that calls the same loss with another parameter makes the engine check, and box, this one anew.
            var allocated = long.MaxValue;
            for (var round = 0; round < 1_000 && allocated != 0; round++)
            {
                if (round >= 5)
                {
                    Thread.Sleep(2);
                }

                var before = GC.GetAllocatedBytesForCurrentThread();
                for (var i = 0; i < 4; i++)
                {
                    call.Run(subject.Loss);
                }

                allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            }

            if (allocated != 0)
            {
                yield return $"four calls of {typeof(T).Name}{(weighted ? " with weights" : "")} allocate {allocated} bytes";
            }
        }
    }
}
