using Xunit;

namespace Minima.Tests.Matrix;

/// <summary>Tests of the generators: a law on inputs that are all alike is no law (scikit-learn's random predictions were one constant for years).</summary>
public sealed class GeneratorTests
{
    [Fact]
    public void Real_numbers_have_both_signs_and_several_orders_of_magnitude()
    {
        var draws = Draws(Domain.Real);
        Assert.InRange(draws.Count(x => x < 0), 400, 600);
        Assert.True(draws.Select(Math.Abs).Max() / draws.Select(Math.Abs).Min() > 1e4);
        Assert.Equal(draws.Length, draws.Distinct().Count());
    }

    [Fact]
    public void Every_domain_is_filled_and_never_left()
    {
        var domains = new[] { Domain.Real, Domain.Positive, Domain.NonNegative, Domain.Unit, Domain.OpenUnit, Domain.MarginLabel, Domain.NonZero, Domain.AtLeast(-1), Domain.AboveOf(2), Domain.Below(3), Domain.Outside(0, 1) };
        Assert.All(domains, domain =>
        {
            var draws = Draws(domain);
            Assert.All(draws, x => Assert.True(domain.Contains(x), $"{x} is not {domain}"));
            Assert.True(draws.Distinct().Count() >= (domain.IsLabel ? 2 : 900), $"{domain}: {draws.Distinct().Count()} different values");
        });
        Assert.InRange(Draws(Domain.MarginLabel).Count(x => x > 0), 400, 600);
        var unit = Draws(Domain.Unit);
        Assert.True(unit.Count(x => x < 0.01) > 50 && unit.Count(x => x > 0.99) > 50 && unit.Count(x => x is > 0.2 and < 0.8) > 150);
        var outside = Draws(Domain.Outside(0, 1));
        Assert.True(outside.Count(x => x <= 0) > 400 && outside.Count(x => x >= 1) > 400);
    }

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Rows_stay_inside_hit_the_ends_and_the_kinks(string key) => Verdict.None([.. Subjects.Of(key).SelectMany(loss => loss.Accept(new RowsLaw()))]);

    private static double[] Draws(Domain domain)
    {
        var random = new Random(1401);
        return [.. Enumerable.Range(0, 1000).Select(_ => Samples.Draw(domain, random))];
    }

    /// <summary>Not a law of losses but of what the laws are tried on; it is written as one to see every formula.</summary>
    private sealed class RowsLaw : LossVisitor<List<string>>
    {
        public override List<string> Point<TFormula>(Loss loss, TFormula formula) => [.. Of(new Subject<TFormula>(loss, formula))];

        public override List<string> Other(Loss loss) => ["no generator knows its shape"];

        private static IEnumerable<string> Of<TFormula>(Subject<TFormula> subject)
            where TFormula : struct, IPointFormula
        {
            var rows = Samples.Rows(subject, 1402, 600, kinks: true);
            foreach (var input in subject.Inputs)
            {
                if (rows[input].Any(x => !subject.DomainOf(input).Contains(x)))
                {
                    yield return $"{subject.NameOf(input)} leaves its domain";
                }

                foreach (var end in Samples.Ends(subject.DomainOf(input)).Where(end => !rows[input].Contains(end)))
                {
                    yield return $"{subject.NameOf(input)} never is {Ulp.Text(end)}";
                }

                if (!subject.DomainOf(input).IsLabel && rows[input].Distinct().Count() < 250)
                {
                    yield return $"{subject.NameOf(input)} has {rows[input].Distinct().Count()} values only";
                }
            }

            // A residual or an input that is exactly a parameter or 0 is where these losses bend.
            var at = rows[0].Zip(rows[Math.Min(1, rows.Length - 1)], (p, t) => (Input: p, Residual: p - t)).ToList();
            foreach (var corner in Samples.Corners(subject.Loss).Select(Math.Abs).Where(corner => subject.DomainOf(0).Contains(corner)))
            {
                if (!at.Any(x => Math.Abs(x.Input) == corner || Math.Abs(Math.Abs(x.Residual) - corner) <= 1e-15 * corner))
                {
                    yield return $"the corner {Ulp.Text(corner)} is never hit";
                }
            }
        }
    }
}
