using Minima.Tests.Matrix;

namespace Minima.Tests.Extremes;

/// <summary>
/// One infinite input gives the limit of the value, exactly: never NaN, the value itself where it has settled at 1e30, and an
/// infinity of the right sign where it still moves there.
/// </summary>
internal sealed class InfinityLaw : Law
{
    private static readonly double[] Approach = [1e4 / 7, 2e4 / 7, 5e4 / 7, 1e5 / 7, 3e5 / 7, 1e6 / 7, 5e6 / 7, 1e8 / 7, 1e10 / 7, 1e15, 1e20, 1e25, 1e30];

    /// <summary>Infinite shapes and counts: differences of log-gammas have no value there, and no data have them.</summary>
    private static readonly HashSet<(string Key, string Input)> NoDatum =
    [
        ("beta_distribution_nll", "alpha"), ("beta_distribution_nll", "beta"), ("von_mises_nll", "concentration"),
        ("poisson_nll", "target"), ("zero_inflated_poisson_nll", "target"), ("zero_inflated_negative_binomial_nll", "target"),
    ];

    protected override IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
    {
        var rows = Samples.Rows(subject, 903, 6);
        foreach (var input in subject.Inputs)
        {
            foreach (var sign in (double[])[1, -1])
            {
                if (NoDatum.Contains((subject.Loss.Entry.Key, subject.NameOf(input))) || !subject.DomainOf(input).Contains(sign * double.PositiveInfinity) || !subject.DomainOf(input).Contains(sign * 1e30))
                {
                    continue;
                }

                for (var n = 0; n < 6; n++)
                {
                    var x = rows.Select(r => r[n]).ToArray();
                    double At(double v) => subject.Value([.. x.Select((old, i) => i == input ? sign * v : old)]);
                    var (near, far, got) = (At(1e15), At(1e30), At(double.PositiveInfinity));
                    if (Oscillates(At))
                    {
                        continue;
                    }

                    var settled = Math.Abs(far - near) <= 1e-6 * (1e-3 + Math.Abs(far)) || far == near;
                    var want = settled ? far : far > near ? double.PositiveInfinity : double.NegativeInfinity;
                    if (!got.Equals(want) && !(settled && Math.Abs(got - want) <= 1e-6 * (1e-3 + Math.Abs(want))))
                    {
                        x[input] = sign * double.PositiveInfinity;
                        yield return $"the term at {Ulp.Text(x)} is {Ulp.Text(got)}; at 1e15 it is {Ulp.Text(near)} and at 1e30 {Ulp.Text(far)}";
                    }
                }
            }
        }
    }

    /// <summary>Whether the value goes up and down on the way to infinity, as a sine does: then there is no limit.</summary>
    private static bool Oscillates(Func<double, double> f)
    {
        var values = Array.ConvertAll(Approach, v => f(v));
        var noise = 1e-6 * values.Where(double.IsFinite).Select(Math.Abs).Append(1e-3).Max();
        var steps = values.Zip(values.Skip(1), (a, b) => b.Equals(a) ? 0 : b - a).ToList();
        return values.All(double.IsFinite) && steps.Any(step => step > noise) && steps.Any(step => step < -noise);
    }
}
