using System.Numerics;
using Minima.Reals;
using Minima.Tests.Matrix;

namespace Minima.Tests.Compiled;

/// <summary>
/// The two ways to run a formula give the same bits: terms, sums, every gradient, every second derivative, at every width and in both
/// precisions, on kinks, at the ends of the domains and at extremes.
/// </summary>
/// <remarks>
/// Derivatives may differ where lanes say NaN because they multiply an infinite factor by the derivative 0 of what is not differentiated: a
/// compiled kernel has no such product. And where an input is not finite a compiled kernel may say NaN, as it always does where one is NaN.
/// </remarks>
internal sealed class CompiledLaw : Law
{
    private const int Count = 700;

    private static readonly double[] Extremes = [0, -0.0, 1e-300, -1e-300, 1e-40, 1e9, -1e9, 1e30, -1e30, 700, -700, 88, -88, 1e300, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var rows = Samples.Rows(subject, 2401, Count, kinks: true);
        Spoil(subject, rows);
        return Compare<TFormula, V16, float>(subject, rows)
            .Concat(Compare<TFormula, V8, float>(subject, rows))
            .Concat(Compare<TFormula, V4, float>(subject, rows))
            .Concat(Compare<TFormula, W8, double>(subject, rows))
            .Concat(Compare<TFormula, W4, double>(subject, rows))
            .Concat(Compare<TFormula, W2, double>(subject, rows));
    }

    /// <summary>Every seventh row has an extreme in one of its inputs.</summary>
    private static void Spoil<TFormula>(Subject<TFormula> subject, double[][] rows)
        where TFormula : struct, IPointFormula
    {
        for (var n = 0; n < Count; n += 7)
        {
            var input = n / 7 % rows.Length;
            var extreme = Extremes[n / 7 / rows.Length % Extremes.Length];
            if ((subject.DomainOf(input).Contains(extreme) && subject.DomainOf(input).Contains((float)extreme)) || (double.IsNaN(extreme) && !subject.DomainOf(input).IsLabel))
            {
                rows[input][n] = extreme;
            }
        }
    }

    private static IEnumerable<string> Compare<TFormula, L, T>(Subject<TFormula> subject, double[][] rows)
        where TFormula : struct, IPointFormula
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var name = typeof(L).Name;
        foreach (var (gradients, terms) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            var want = subject.Call<T>(rows, gradients, terms);
            var got = subject.Call<T>(rows, gradients, terms);
            AddHessians(subject, want, gradients && terms);
            AddHessians(subject, got, gradients && terms);
            var sum = subject.Run<L, T>(want, KernelWay.Lanes).Sum;
            var gotSum = subject.Run<L, T>(got, KernelWay.Compiled).Sum;
            if (!Ulp.Same(gotSum, sum))
            {
                yield return $"{name}: the sum is {Ulp.Text(gotSum)} compiled, {Ulp.Text(sum)} by lanes";
            }

            foreach (var failure in Differences(subject, name, "term", want, want.Terms, got.Terms, mayDiffer: false))
            {
                yield return failure;
            }

            foreach (var input in subject.Differentiated)
            {
                var failures = Differences(subject, name, $"gradient of {subject.NameOf(input)}", want, want.Gradients[input], got.Gradients[input], mayDiffer: true)
                    .Concat(Differences(subject, name, $"hessian of {subject.NameOf(input)}", want, want.Hessians[input], got.Hessians[input], mayDiffer: true));
                foreach (var failure in failures)
                {
                    yield return failure;
                }
            }
        }

        foreach (var failure in Bound<TFormula, L, T>(subject, rows))
        {
            yield return failure;
        }

        // The first gradient alone has a kernel of its own.
        var one = subject.Call<T>(rows, gradients: false);
        var other = subject.Call<T>(rows, gradients: false);
        if (subject.Differentiated.Contains(0))
        {
            one.Gradients[0] = new T[Count];
            other.Gradients[0] = new T[Count];
            subject.Run<L, T>(one, KernelWay.Lanes);
            subject.Run<L, T>(other, KernelWay.Compiled);
            foreach (var failure in Differences(subject, name, "gradient alone", one, one.Gradients[0], other.Gradients[0], mayDiffer: true))
            {
                yield return failure;
            }
        }
    }

    /// <summary>Inputs that may be left out, left out: bound to a number, to 1, and to a cycle of two.</summary>
    private static IEnumerable<string> Bound<TFormula, L, T>(Subject<TFormula> subject, double[][] rows)
        where TFormula : struct, IPointFormula
        where L : struct, ILanes<L, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var input in subject.Inputs.Where(i => i >= 2 && subject.Entry.Inputs[i].BoundTo is not null))
        {
            foreach (var constants in new T[][] { [T.CreateChecked(0.75)], [T.One], [T.CreateChecked(0.5), T.CreateChecked(1.5)] })
            {
                var calls = new[] { KernelWay.Lanes, KernelWay.Compiled }.Select(way =>
                {
                    var call = subject.Call<T>(rows, gradients: false);
                    call.Gradients[0] = new T[Count];
                    call.Inputs[input] = [];
                    var batch = call.Batch();
                    batch.SetConstants(input, constants);
                    LossEngine<TFormula, PointShape<TFormula>>.Run(subject.Formula, batch, Pooled<PointJob<TFormula, L, T>>.Rent(), way);
                    call.Inputs[input] = [.. Enumerable.Range(0, Count).Select(i => constants[i % constants.Length])];
                    return call;
                }).ToArray();
                foreach (var failure in Differences(subject, typeof(L).Name, "term with a bound input", calls[0], calls[0].Terms, calls[1].Terms, mayDiffer: false)
                    .Concat(Differences(subject, typeof(L).Name, "gradient with a bound input", calls[0], calls[0].Gradients[0], calls[1].Gradients[0], mayDiffer: true)))
                {
                    yield return failure;
                }
            }
        }
    }

    private static void AddHessians<TFormula, T>(Subject<TFormula> subject, Call<T> call, bool wanted)
        where TFormula : struct, IPointFormula
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (var input in subject.Differentiated.Where(_ => wanted && !subject.Entry.StopsGradient))
        {
            call.Hessians[input] = new T[Count];
        }
    }

    private static IEnumerable<string> Differences<TFormula, T>(Subject<TFormula> subject, string name, string what, Call<T> call, T[] want, T[] got, bool mayDiffer)
        where TFormula : struct, IPointFormula
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (var n = 0; n < want.Length; n++)
        {
            // Which zero it is does not matter: 0 - x and -x differ in it.
            if (want[n] == got[n] || (T.IsNaN(want[n]) && T.IsNaN(got[n])))
            {
                continue;
            }

            var inputs = subject.Inputs.Select(i => call.Inputs[i][n]).ToArray();
            if (mayDiffer && (inputs.Any(T.IsNaN) ? T.IsNaN(got[n]) : T.IsNaN(want[n]) || (T.IsNaN(got[n]) && inputs.Any(T.IsInfinity))))
            {
                continue;
            }

            yield return $"{name}, {what} at {Ulp.Text(subject.Inputs.Select(i => double.CreateTruncating(call.Inputs[i][n])))}: {Ulp.Text(got[n])} compiled, {Ulp.Text(want[n])} by lanes";
        }
    }
}
