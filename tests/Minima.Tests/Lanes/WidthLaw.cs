using System.Numerics;
using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Lanes;

/// <summary>
/// Every width gives the bits of the scalar reading, term by term and gradient by gradient, at every length and place: fused
/// multiply-add is rounded once whether the machine has it or not, and sums use sixteen accumulators at every width.
/// </summary>
internal sealed class WidthLaw(int shortest = 0) : Law
{
    public const int Longest = 257;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var rows = Samples.Rows(subject, 601, Longest, kinks: true);
        var single = Of<TFormula, float>(subject, rows, Narrow<TFormula, F32, float>, [("V4", Narrow<TFormula, V4, float>), ("V8", Narrow<TFormula, V8, float>), ("V16", Narrow<TFormula, V16, float>)], shortest);
        var wide = Of<TFormula, double>(subject, rows, Narrow<TFormula, F64, double>, [("W2", Narrow<TFormula, W2, double>), ("W4", Narrow<TFormula, W4, double>), ("W8", Narrow<TFormula, W8, double>)], shortest);
        return single.Concat(wide);
    }

    private static LossResult Narrow<TFormula, L, T>(Subject<TFormula> subject, Call<T> call)
        where TFormula : struct, IPointFormula
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => subject.Run<L, T>(call);

    private static IEnumerable<string> Of<TFormula, T>(Subject<TFormula> subject, double[][] rows, Reading<TFormula, T> scalar, (string Name, Reading<TFormula, T> Run)[] widths, int shortest)
        where TFormula : struct, IPointFormula
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var whole = subject.Call<T>(rows);
        scalar(subject, whole);
        for (var length = shortest; length <= Longest; length++)
        {
            // Short calls start elsewhere each time, so that every element meets every lane.
            var start = (Longest - length) / 2;
            var want = subject.Call<T>([.. rows.Select(r => r[start..(start + length)])]);
            var sum = scalar(subject, want).Sum;
            foreach (var (name, run) in widths)
            {
                var got = subject.Call<T>([.. rows.Select(r => r[start..(start + length)])]);
                var gotSum = run(subject, got).Sum;
                var bare = subject.Call<T>([.. rows.Select(r => r[start..(start + length)])], gradients: false, terms: false);
                var bareSum = run(subject, bare).Sum;
                if (!Ulp.Same(gotSum, sum) || !Ulp.Same(bareSum, sum))
                {
                    yield return $"{name}, length {length}: the sum is {Ulp.Text(gotSum)} with gradients and {Ulp.Text(bareSum)} alone, the scalar sum {Ulp.Text(sum)}";
                }

                foreach (var failure in Compare(subject, name, got, whole, start))
                {
                    yield return failure;
                }
            }
        }
    }

    private static IEnumerable<string> Compare<TFormula, T>(Subject<TFormula> subject, string name, Call<T> got, Call<T> whole, int start)
        where TFormula : struct, IPointFormula
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var n = 0; n < got.Count; n++)
        {
            if (!Ulp.Same(got.Terms[n], whole.Terms[start + n]))
            {
                yield return $"{name}, length {got.Count}, index {n}: the term at {At(subject, got, n)} is {Ulp.Text(got.Terms[n])}, the scalar {Ulp.Text(whole.Terms[start + n])}";
            }

            foreach (var input in subject.Differentiated)
            {
                if (!Ulp.Same(got.Gradients[input][n], whole.Gradients[input][start + n]))
                {
                    yield return $"{name}, length {got.Count}, index {n}: the gradient of {subject.NameOf(input)} at {At(subject, got, n)} is {Ulp.Text(got.Gradients[input][n])}, the scalar {Ulp.Text(whole.Gradients[input][start + n])}";
                }
            }
        }
    }

    private static string At<TFormula, T>(Subject<TFormula> subject, Call<T> call, int n)
        where TFormula : struct, IPointFormula
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Ulp.Text(subject.Inputs.Select(i => double.CreateTruncating(call.Inputs[i][n])));

    private delegate LossResult Reading<TFormula, T>(Subject<TFormula> subject, Call<T> call)
        where TFormula : struct, IPointFormula
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
