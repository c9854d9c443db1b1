using System.Text.Json;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>`minima fit` beside scikit-learn, SciPy and NumPy: objective no higher than theirs, coefficients the same.</summary>
public sealed class FitTests(FitTests.Fits fits) : IClassFixture<FitTests.Fits>
{
    public static TheoryData<string> Cases { get; } =
    [
        "numpy lstsq",
        "sklearn Ridge",
        "sklearn Ridge weighted",
        "sklearn Ridge standardised",
        "sklearn Lasso",
        "sklearn Lasso wide",
        "sklearn LogisticRegression l2",
        "sklearn LogisticRegression l2 margin",
        "newton logistic",
        "sklearn LogisticRegression l1",
        "newton huber",
        "sklearn QuantileRegressor 0.5 l1",
        "sklearn QuantileRegressor 0.9",
        "sklearn QuantileRegressor 0.25 l1",
        "scipy linprog absolute",
        "scipy linprog tube",
        "sklearn SVC",
        "newton squared hinge",
        "sklearn SVC hard margin",
        "sklearn multinomial iris",
        "sklearn multinomial wine",
        "sklearn multinomial digits",
        "scipy linprog strongest rival",
        "sklearn multinomial l1 iris",
        "sklearn multinomial l1 wine",
        "conditions of multinomial l1 digits",
        "scipy linprog conditions of crammer_singer digits",
        "scipy linprog conditions of multi_margin digits",
        "scipy linprog conditions of multi_margin l1 digits",
        "scipy linprog narrow huber",
        "sklearn PoissonRegressor",
        "sklearn GammaRegressor",
        "sklearn LogisticRegression newton 0.5",
        "sklearn LogisticRegression newton 0.001",
        "sklearn LogisticRegression newton weighted",
        "sklearn newton-cg iris",
        "sklearn newton-cg wine",
        "sklearn PoissonRegressor 0.001",
        "sklearn PoissonRegressor weighted",
        "sklearn GammaRegressor 0.001",
        "sklearn GammaRegressor weighted",
        "sklearn TweedieRegressor 1.1",
        "sklearn TweedieRegressor 1.5",
        "sklearn TweedieRegressor 1.5 weighted",
        "sklearn TweedieRegressor 1.9",
        "scipy trust-exact huber 1",
        "scipy trust-exact huber 30",
        "scipy trust-exact huber 100",
        "scipy trust-exact squared hinge 0.05",
        "scipy trust-exact squared hinge 0.001",
        "scipy linprog quantile 0.05",
        "scipy linprog quantile 0.5",
        "scipy linprog quantile 0.75 l1",
        "scipy linprog quantile 0.95 weighted",
        "numpy pinv",
        "scipy BFGS student t",
        "scipy linprog separability",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with(string peer) => Assert.Equal("", fits.Differences[peer]);

    [Fact]
    public void Every_case_of_the_script_is_a_test() =>
        Assert.Equal(Cases.Select(c => c.Data).Order(StringComparer.Ordinal), fits.Differences.Keys.Order(StringComparer.Ordinal));

    /// <summary>One run of the script for all cases.</summary>
    public sealed class Fits : IAsyncLifetime
    {
        public IReadOnlyDictionary<string, string> Differences { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

        public async ValueTask InitializeAsync()
        {
            var output = await Python.RunWithoutTorchAsync(["fits.py", .. Python.Minima]);
            Differences = JsonSerializer.Deserialize<Dictionary<string, string>>(output)!;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
