using Minima.Reals;
using Minima.Tabular;
using Xunit;

namespace Minima.Cli.Tests.Distributions;

/// <summary>Distributions that are tables of a formula, against closed forms and against their definitions.</summary>
public sealed class PredictiveDistributionTests
{
    private static readonly TargetRange Range = new([-1, 0, 1], 1);

    static PredictiveDistributionTests() => TensorCatalogue.Join();

    [Theory]
    [InlineData("gaussian_nll", 0.3, 2.0)]
    [InlineData("gaussian_nll_log_variance", -4.0, 7.0)]
    [InlineData("crps_gaussian", 1e5, 40.0)]
    [InlineData("crps_gaussian", 0.0, 1e3)]
    public void ANormalDistributionIsThatOfItsClosedForms(string loss, double mean, double spread)
    {
        var deviation = loss switch { "gaussian_nll" => Math.Sqrt(spread), "gaussian_nll_log_variance" => Math.Exp(spread / 2), _ => spread };
        var made = Of(loss, [mean, spread]);
        Assert.Equal(mean, made.Mean, 1e-5 * Math.Max(deviation, Math.Abs(mean)));
        foreach (var z in (double[])[-5, -2.2, -0.4, 0, 0.7, 3])
        {
            var up = Math.Exp(SpecialFunctions.LogNdtr(z));

            // A score has its density by differences, which round where the mean is thousands of times the spread.
            Assert.Equal(up, made.Cdf(mean + (z * deviation)), mean > 1000 * deviation ? 5e-6 : 2e-6);
            var crps = deviation * ((z * ((2 * up) - 1)) + (2 * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI)) - (1 / Math.Sqrt(Math.PI)));
            Assert.Equal(crps, made.Crps(mean + (z * deviation)), 1e-5 * deviation);
            if (loss.StartsWith("gaussian", StringComparison.Ordinal)) Assert.Equal((-z * z / 2) - (0.5 * Math.Log(2 * Math.PI)) - Math.Log(deviation), made.LogDensity(mean + (z * deviation))!.Value, 1e-7);
        }

        Assert.Equal(mean + (1.6448536269514722 * deviation), made.Quantile(0.95), (mean > 1000 * deviation ? 5e-5 : 1e-5) * deviation);
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(-250.0, 0.01)]
    public void ALaplaceDistributionIsThatOfItsClosedForms(double place, double scale)
    {
        var made = Of("laplace_nll", [place, scale]);
        foreach (var z in (double[])[-6, -1, 0, 0.25, 4])
        {
            Assert.Equal(z < 0 ? Math.Exp(z) / 2 : 1 - (Math.Exp(-z) / 2), made.Cdf(place + (z * scale)), 1e-6);
            Assert.Equal(scale * (Math.Abs(z) + Math.Exp(-Math.Abs(z)) - 0.75), made.Crps(place + (z * scale)), 1e-5 * scale);
        }

        Assert.Equal(place + (scale * Math.Log(2 * 0.1)), made.Quantile(0.1), 1e-5 * scale);
    }

    /// <summary>With one degree of freedom there is no mean, and there are quantiles.</summary>
    [Fact]
    public void TailsWithoutAMeanHaveQuantiles()
    {
        var made = Of("student_t_nll", [2, 3], ("degrees_of_freedom", 1.0));
        foreach (var level in (double[])[0.001, 0.2, 0.5, 0.9, 0.9999]) Assert.Equal(2 + (3 * Math.Tan(Math.PI * (level - 0.5))), made.Quantile(level), 1e-3 * Math.Abs(made.Quantile(level)));
    }

    [Theory]
    [InlineData("negative_binomial_nll", 3.0, 0.7)]
    [InlineData("zero_inflated_poisson_nll", 1.1, 0.4)]
    [InlineData("negative_binomial_nll", 0.01, 5.0)]
    public void CountsAreSummedOneByOne(string loss, double first, double second)
    {
        var made = Of(loss, [first, second], isCount: true);
        var (sum, mean, crps) = (0.0, 0.0, 0.0);
        for (var k = 0; k < 2000; k++)
        {
            var chance = Math.Exp(made.LogDensity(k)!.Value);
            (sum, mean) = (sum + chance, mean + (k * chance));
            Assert.Equal(sum, made.Cdf(k), 1e-9);
            crps += (sum - (k >= 4 ? 1 : 0)) * (sum - (k >= 4 ? 1 : 0));
        }

        Assert.Equal(1, sum, 1e-9);
        Assert.Equal(mean, made.Mean, 1e-6);
        Assert.Equal(crps, made.Crps(4), 1e-8);
        Assert.Equal(loss[0] == 'n' ? first : Math.Exp(first) / (1 + Math.Exp(second)), made.Mean, 1e-6);
    }

    /// <summary>A sum of a Poisson number of gamma amounts: its mean, its variance and its probability of nothing are known; so are those of gamma and of the inverse Gaussian.</summary>
    [Theory]
    [InlineData(1.2)]
    [InlineData(1.5)]
    [InlineData(1.9)]
    [InlineData(2.0)]
    [InlineData(3.0)]
    public void ATweedieDistributionHasItsMoments(double power)
    {
        const double Mean = 3, Dispersion = 0.8;
        var made = Of("tweedie", [Math.Log(Mean), Dispersion], ("power", power));
        Assert.Equal(Mean, made.Mean, 2e-5);
        Assert.Equal(power < 2 ? Math.Exp(-Math.Pow(Mean, 2 - power) / (Dispersion * (2 - power))) : 0, made.Cdf(0), 1e-9);

        // The variance is twice the integral of t (1 - F(t)), less the square of the mean.
        var twice = 0.0;
        for (var t = 0.01; t < 400; t += 0.02) twice += 2 * t * (1 - made.Cdf(t)) * 0.02;
        Assert.Equal(Dispersion * Math.Pow(Mean, power), twice - (Mean * Mean), 2e-3 * Math.Pow(Mean, power));
    }

    [Fact]
    public void AMixtureHasBothOfItsPeaks()
    {
        var made = Of("mdn", [0, 0, -50, -100, 100, 0, 0, 0, 0]);
        Assert.Equal(0.25, made.Cdf(-100), 1e-6);
        Assert.Equal(0.5, made.Cdf(0), 1e-6);
        Assert.Equal(100, made.Quantile(0.75), 1e-4);
    }

    [Fact]
    public void ScoresAreTheIntegralsOfTheirDefinition()
    {
        PredictiveDistribution[] all =
        [
            new StepDistribution(new([3, -1, 2, 2, 7]), 0.5),
            new QuantileCurve([0.1, 0.5, 0.8], [-1, 0.5, 3]),
            new QuantileCurve([0.05, 0.95], [-2, 2]),
            Of("student_t_nll", [0.5, 1], ("degrees_of_freedom", 4.0)),
        ];
        foreach (var distribution in all)
        {
            foreach (var target in (double[])[-7, -1, 0, 0.6, 2.5, 9])
            {
                var sum = 0.0;
                for (var x = -100.005; x < 100; x += 0.01) sum += Math.Pow(distribution.Cdf(x) - (x >= target ? 1 : 0), 2) * 0.01;
                Assert.Equal(sum, distribution.Crps(target), 1e-2);
            }

            foreach (var level in (double[])[0.02, 0.3, 0.5, 0.77, 0.99]) Assert.InRange(distribution.Cdf(distribution.Quantile(level)), level - 1e-9, distribution is StepDistribution ? level + 0.4 : level + 1e-9);
        }
    }

    /// <summary>Places of values that are drawn from a distribution are spread evenly.</summary>
    [Fact]
    public void PlacesOfDrawnValuesAreUniform()
    {
        var random = new Random(5);
        var made = Of("gamma_nll", [0.4, 0.3]);
        double[] drawn = [.. Enumerable.Range(0, 4000).Select(_ => made.Quantile(1 - random.NextDouble() is var u && u >= 1 ? 0.5 : u))];
        var tenths = drawn.GroupBy(value => (int)(10 * made.Cdf(value))).Select(group => group.Count());
        Assert.All(tenths, count => Assert.InRange(count, 320, 480));
    }

    private static PredictiveDistribution Of(string name, double[] numbers, (string Name, double Value)? parameter = null, bool isCount = false)
    {
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (parameter is { } one) given[one.Name] = one.Value;
        var loss = Loss.Create(Catalogue.TryFind(name)!, given);
        double[] target = isCount ? [0, 1, 2] : name is "tweedie" or "gamma_nll" ? [0.5, 1, 2] : [-1, 0.5, 1];
        Assert.Null(HeadBinder.Obstacle(new(loss.Entry, given), loss, Wanted.Distribution, target, false, out var plan));
        Assert.Equal(numbers.Length, plan!.Heads.Count);
        double[] outputs = [.. numbers.Select((number, h) => plan.Heads[h].Domain.IsReal ? number : Math.Log(number))];
        return new HeadReader(plan, loss, Range).Of(outputs)(0);
    }
}
