using System.Text.Json;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>Values, gradients and second derivatives against PyTorch and scikit-learn, over the protocol of `minima evaluate`.</summary>
public sealed class PeerTests(PeerTests.Peers peers) : IClassFixture<PeerTests.Peers>
{
    public static TheoryData<string> Cases { get; } =
    [
        "torch mse_loss",
        "torch mse_loss weighted",
        "torch l1_loss",
        "torch huber_loss",
        "torch huber_loss weighted",
        "torch smooth_l1_loss",
        "torch binary_cross_entropy",
        "torch binary_cross_entropy_with_logits",
        "torch binary_cross_entropy_with_logits pos_weight",
        "torch poisson_nll_loss log_input",
        "torch poisson_nll_loss log_input full",
        "torch poisson_nll_loss",
        "torch gaussian_nll_loss",
        "torch gaussian_nll_loss full",
        "torch soft_margin_loss",
        "sklearn HalfSquaredError",
        "sklearn AbsoluteError",
        "sklearn PinballLoss",
        "sklearn HalfPoissonLoss",
        "sklearn HalfGammaLoss",
        "sklearn HalfTweedieLoss 1.0",
        "sklearn HalfTweedieLoss 1.5",
        "sklearn HalfTweedieLoss 1.9",
        "sklearn HalfTweedieLoss 2.0",
        "sklearn HalfTweedieLoss 3.0",
        "sklearn HalfBinomialLoss",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with(string peer) => Assert.Equal("", peers.Differences[peer]);

    [Fact]
    public void Every_case_of_the_script_is_a_test() =>
        Assert.Equal(Cases.Select(c => c.Data).Order(StringComparer.Ordinal), peers.Differences.Keys.Order(StringComparer.Ordinal));

    /// <summary>One run of the script for all cases.</summary>
    public sealed class Peers : IAsyncLifetime
    {
        public IReadOnlyDictionary<string, string> Differences { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

        public async ValueTask InitializeAsync()
        {
            var output = await Python.RunAsync(["peers.py", .. Python.Minima, "evaluate"]);
            Differences = JsonSerializer.Deserialize<Dictionary<string, string>>(output)!;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
