using Minima.Reals;
using Minima.Tests.Matrix;
using Minima.Tests.Softmax;

namespace Minima.Tests.SecondDerivatives;

/// <summary>One number of one point, along which a formula is bent: what laws of every shape judge a computed curvature by.</summary>
/// <param name="Read">The formula, all of its numbers given.</param>
/// <param name="At">The numbers.</param>
/// <param name="Along">Which of them moves.</param>
/// <param name="Domain">Its domain.</param>
/// <param name="Size">How far it may move without reaching another form of the formula.</param>
internal sealed record CurvaturePoint(Func<Dual<ExactReal, One<ExactReal>>[], Dual<ExactReal, One<ExactReal>>> Read, double[] At, int Along, Domain Domain, double Size = 1)
{
    /// <summary>A relative change of an input that rounding is taken to make on the way.</summary>
    private const double Rounding = 4e-15;

    /// <summary>What is wrong with a computed curvature; null where nothing is or where differences cannot tell.</summary>
    /// <param name="got">The curvature.</param>
    /// <param name="judged">Counts the points at which differences can tell.</param>
    /// <param name="rounding">What rounding may change: 0, but where a curvature is a small difference of large terms by nature.</param>
    public string? Fault(double got, ref int judged, double rounding = 0)
    {
        var want = Of(At);
        if (!want.IsKnown)
        {
            return null;
        }

        judged++;
        if (want.Allows(got, rounding) || want.Allows(got, rounding + Sensitivity(want)))
        {
            return null;
        }

        return $"at {Ulp.Text(At)} the second derivative along number {Along} is {Ulp.Text(got)}, exactly {want}";
    }

    private ExactCurvature Of(double[] at)
    {
        // A change of one number is felt beside the others it is compared with: the largest of them sets the scale, in a domain with an end the distance to it.
        var scale = double.IsFinite(Domain.Low) || double.IsFinite(Domain.High) ? Math.Max(Math.Abs(at[Along]), 1e-300) : Math.Max(Math.Abs(at[Along]) * Math.Min(Size, 1), Size);
        var room = (at[Along] - Domain.Low, Domain.High - at[Along]);
        if (Domain.Kind == DomainKind.Outside)
        {
            room = at[Along] > Domain.High ? (at[Along] - Domain.High, double.PositiveInfinity) : (double.PositiveInfinity, Domain.Low - at[Along]);
        }

        return ExactCurvature.Of(SlopeAt, scale, (room.Item1 / 8, room.Item2 / 8));

        DoubleDouble SlopeAt(DoubleDouble moved)
        {
            var numbers = new Dual<ExactReal, One<ExactReal>>[at.Length];
            for (var i = 0; i < at.Length; i++)
            {
                numbers[i] = i == Along
                    ? new(new(at[i] + moved), One<ExactReal>.Unit(0))
                    : new(new(at[i]), One<ExactReal>.Zero);
            }

            return Read(numbers).Slope.A.X;
        }
    }

    /// <summary>How much the curvature changes where each number is rounded otherwise: a curvature that changes its sign nearby is known no better.</summary>
    private double Sensitivity(ExactCurvature want)
    {
        var sum = 0.0;
        for (var i = 0; i < At.Length; i++)
        {
            if (At[i] == 0)
            {
                continue;
            }

            double[] moved = [.. At];
            moved[i] *= 1 + Rounding;
            var other = Of(moved);
            if (other.Right.IsSure && want.Right.IsSure)
            {
                sum += Math.Abs(other.Right.Value - want.Right.Value);
            }
        }

        return 16 * sum;
    }
}
