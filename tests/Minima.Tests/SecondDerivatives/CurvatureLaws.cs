using Minima.Reals;
using Minima.Tests.Boxes;
using Minima.Tests.Matrix;
using Minima.Tests.RowLosses;
using Minima.Tests.Sums;

namespace Minima.Tests.SecondDerivatives;

/// <summary>Which residuals and sizes of further inputs the law of curvature adds to ordinary points.</summary>
internal static class CurvatureSamples
{
    /// <summary>Residuals in units of one and of the parameters.</summary>
    public static readonly double[] Residuals = [1e4, 1e5, 1e6, 1e7, 1e8];

    /// <summary>Every row of ordinary points and corners, then zeros in each place, then large residuals, then small and large further inputs.</summary>
    public static IEnumerable<double[]> Points<TFormula>(Subject<TFormula> subject, int seed, int count)
        where TFormula : struct, IPointFormula
    {
        var rows = Samples.Rows(subject, seed, count, kinks: true);
        for (var n = 0; n < count; n++)
        {
            yield return [.. rows.Select(row => row[n])];
        }

        var random = new Random(seed);
        double[] Ordinary() => [.. subject.Inputs.Select(i => Samples.Draw(subject.DomainOf(i), random))];

        // Zero in each place, in each pair, and everywhere; both inputs the same.
        for (var set = 1; set < 1 << subject.Arity; set++)
        {
            var x = Ordinary();
            foreach (var i in subject.Inputs.Where(i => (set >> i & 1) != 0 && subject.DomainOf(i).Contains(0)))
            {
                x[i] = 0;
            }

            yield return x;
        }

        if (subject.Arity > 1 && subject.DomainOf(0).IsReal && subject.DomainOf(1).IsReal)
        {
            var x = Ordinary();
            x[0] = x[1];
            yield return x;
            foreach (var residual in Residuals)
            {
                foreach (var unit in Samples.Corners(subject.Loss).Append(1e-3).Where(u => u > 0))
                {
                    var far = Ordinary();
                    far[0] = far[1] + (residual * unit * (random.Next(2) == 0 ? 1 : -1));
                    yield return far;
                }
            }
        }

        foreach (var i in subject.Inputs.Where(i => i > 1))
        {
            foreach (var size in (double[])[1e-20, 1e-12, 1e-8, 1e-5, 1e4, 1e6, 1e8])
            {
                if (subject.DomainOf(i).Contains(size))
                {
                    var x = Ordinary();
                    x[i] = size;
                    yield return x;
                }
            }
        }
    }
}

/// <summary>The jet's curvature of a loss of points is that of the formula in double-double.</summary>
internal sealed class PointCurvatureLaw : Law
{
    private const int Points = 40;

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        if (subject.Entry.StopsGradient)
        {
            yield break; // That a Hessian is refused is tried elsewhere.
        }

        foreach (var input in subject.Differentiated)
        {
            var judged = 0;
            var tried = 0;
            foreach (var x in CurvatureSamples.Points(subject, 601 + input, Points))
            {
                tried++;
                var point = new CurvaturePoint(subject.At, x, input, subject.DomainOf(input));

                // Along scales and the like a likelihood is a sum of terms of the size of its slope; along a prediction every digit counts.
                var rounding = input == 0 ? 0 : 1e-15 * Math.Abs(subject.Slope(x, input));
                if (point.Fault(subject.JetSecond(x, input), ref judged, rounding) is not { } fault)
                {
                    continue;
                }

                // Of three numbers, a difference that is rounded may stand on the other side of a kink: right a rounding further, it is right.
                double[] beside = [.. x.Select((v, i) => i == input ? v * (1 + 1e-15) : v)];
                double[] before = [.. x.Select((v, i) => i == input ? v * (1 - 1e-15) : v)];
                if (subject.Arity < 3 || (point.Fault(subject.JetSecond(beside, input), ref judged, rounding) is not null && point.Fault(subject.JetSecond(before, input), ref judged, rounding) is not null))
                {
                    yield return $"{subject.NameOf(input)}: {fault}";
                }
            }

            if (judged < tried / 3)
            {
                yield return $"{subject.NameOf(input)}: differences could tell at {judged} of {tried} points only";
            }
        }
    }
}

/// <summary>The engine's curvature of a loss of rows is that of the formula in double-double: ordinary rows, zeros in each place, ties, large scores.</summary>
internal sealed class RowCurvatureLaw : RowLaw
{
    protected override IEnumerable<string> Of<TLoss>(RowSubject<TLoss> subject)
    {
        if (subject.Entry.StopsGradient)
        {
            yield break;
        }

        var judged = 0;
        var tried = 0;
        foreach (var classes in (int[])[2, 4, 6])
        {
            var call = subject.Call<double>(2601 + classes, 12 + (2 * classes), classes, curvature: true);
            Place(call);
            call.Run(subject.Loss);
            for (var row = 0; row < call.Rows; row++)
            {
                var one = call.Pick([row]);

                // Sums over classes cancel where one of them holds nearly all of the probability: known as well as the largest term of the row is.
                var size = Enumerable.Range(row * call.Classes, call.Classes).Select(i => Math.Max(Math.Abs(call.Hessian[i]), call.Gradient[i] * call.Gradient[i])).Max();
                for (var k = 0; k < call.Classes; k++)
                {
                    tried++;
                    var target = Array.ConvertAll(one.Target, t => new Dual<ExactReal, One<ExactReal>>(new(t), One<ExactReal>.Zero));
                    var point = new CurvaturePoint(x => subject.At(x, one.Labels.FirstOrDefault(), target, []), one.Prediction, k, subject.Loss.DomainOf(0));
                    if (point.Fault(call.Hessian[(row * call.Classes) + k], ref judged, 1e-14 * size) is { } fault)
                    {
                        yield return $"label {one.Labels.FirstOrDefault()}, target {Ulp.Text(one.Target)}: {fault}";
                    }
                }
            }
        }

        if (judged < tried / 3)
        {
            yield return $"differences could tell at {judged} of {tried} places only";
        }

        void Place(RowCall<double> call)
        {
            // Zeros: in one place each, in all but one, in leading places; then one large score.
            if (!subject.Loss.DomainOf(0).Contains(0))
            {
                return;
            }

            for (var k = 0; k < call.Classes; k++)
            {
                call.Prediction[(k * call.Classes) + k] = 0;
                for (var j = 0; j < call.Classes; j++)
                {
                    call.Prediction[((call.Classes + k) * call.Classes) + j] = j == k ? subject.Loss.DomainOf(0).Contains(1) ? 1 : -1 : 0;
                }
            }

            for (var j = 0; j < call.Classes / 2; j++)
            {
                call.Prediction[(2 * call.Classes * call.Classes) + j] = 0;
            }

            foreach (var (row, size) in (ReadOnlySpan<(int, double)>)[(1, 1e4), (2, -1e4), (3, 1e8)])
            {
                if (subject.Loss.DomainOf(0).Contains(size))
                {
                    call.Prediction[(((2 * call.Classes) + row) * call.Classes) + (row % call.Classes)] = size;
                }
            }
        }
    }
}

/// <summary>The curvature of a loss of boxes is that of the formula in double-double.</summary>
internal sealed class BoxCurvatureLaw : BoxLaw
{
    protected override IEnumerable<string> Of<TLoss>(BoxSubject<TLoss> subject)
    {
        if (subject.Entry.StopsGradient)
        {
            yield break;
        }

        var judged = 0;
        var tried = 0;
        foreach (var size in (double[])[1, 1e-4, 1e4])
        {
            var call = subject.Call<double>(601, 16, size: size);
            for (var n = 0; n < call.Count; n++)
            {
                var pair = BoxSubject<TLoss>.Pair(call, n);
                foreach (var k in subject.Differentiated)
                {
                    tried++;
                    var point = new CurvaturePoint(subject.At, pair, k, Domain.Real, size);
                    if (point.Fault(subject.JetSecond(pair, k), ref judged) is { } fault)
                    {
                        yield return fault;
                    }
                }
            }
        }

        if (judged < tried / 3)
        {
            yield return $"differences could tell at {judged} of {tried} places only";
        }
    }
}

/// <summary>The engine's curvature of a loss of sums is that of its definition in double-double.</summary>
internal sealed class SumCurvatureLaw : SumLaw
{
    protected override IEnumerable<string> Of<TLoss>(SumSubject<TLoss> subject)
    {
        if (subject.IsScalar || subject.Entry.StopsGradient)
        {
            yield break;
        }

        var judged = 0;
        var tried = 0;
        foreach (var (rows, classes, inner) in Sizes.Take(2))
        {
            var call = subject.Call<double>(601 + inner, rows, classes, inner, curvature: true);
            for (var i = 0; i < call.Prediction.Length; i += 4)
            {
                call.Prediction[i] = subject.Loss.DomainOf(0).Contains(0) ? 0 : call.Prediction[i];
            }

            call.Run(subject.Loss);
            var largest = call.Hessian.Select(Math.Abs).Max();
            for (var i = 0; i < call.Prediction.Length; i++)
            {
                tried++;
                var index = i;
                var point = new CurvaturePoint(
                    x => subject.Oracle(call, index, _ => x[0], v => new Dual<ExactReal, One<ExactReal>>(new(v), One<ExactReal>.Zero)),
                    [call.Prediction[i]],
                    0,
                    subject.Loss.DomainOf(0));
                if (point.Fault(call.Hessian[i], ref judged, 1e-12 * largest) is { } fault)
                {
                    yield return $"[{rows}, {call.Classes}, {inner}] at {i}: {fault}";
                }
            }
        }

        if (judged < tried / 3)
        {
            yield return $"differences could tell at {judged} of {tried} places only";
        }
    }
}
