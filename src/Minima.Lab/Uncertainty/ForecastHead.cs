using System.Collections.Immutable;
using Minima.Losses;
using Minima.Tensors.Losses;
using Minima.Training.Uncertainty;

namespace Minima.Lab.Uncertainty;

/// <summary>A network whose outputs describe a distribution: its construction, its loss, and the meaning of its outputs.</summary>
/// <param name="Network">Makes a network for a number of features.</param>
/// <param name="Loss">The loss of outputs [N, k] and targets [N].</param>
/// <param name="Meaning">The forecast that the outputs of one row describe.</param>
internal sealed record ForecastHead(Func<int, RandomState, Module> Network, Func<Tensor, Tensor, Tensor> Loss, Func<double[], Forecast> Meaning)
{
    /// <summary>The levels at which quantiles are learned and forecasts are judged.</summary>
    public static readonly ImmutableArray<double> Levels = [.. Enumerable.Range(1, 19).Select(i => i / 20.0)];

    private const int Hidden = 32;
    private const double LeastScale = 1e-3;
    private const double Degrees = 5;

    private static readonly ImmutableArray<double> Ends = [0.05, 0.95];

    /// <summary>A mean for each row, one variance for all: least squares with an error bar.</summary>
    public static ForecastHead OneVariance { get; } = Gaussian((width, random) => new ConstantColumn(Mlp(width, 1, random)));

    /// <summary>Mean and log-variance: Nix and Weigend 1994.</summary>
    public static ForecastHead OwnVariance { get; } = Gaussian((width, random) => Mlp(width, 2, random));

    public static ForecastHead Student { get; } = new(
        (width, random) => Mlp(width, 2, random),
        (outputs, y) => new StudentTNegativeLogLikelihood(Degrees).Apply(Column(outputs, 0), y, Scale(outputs)),
        row => new StudentForecast(row[0], Scale(row), Degrees));

    /// <summary>Gaussian with half of the likelihood's own weighting undone: Seitzer et al. 2022.</summary>
    public static ForecastHead Beta { get; } = new(
        (width, random) => Mlp(width, 2, random),
        (outputs, y) => new BetaNegativeLogLikelihood().Apply(Column(outputs, 0), Scale(outputs).Pow(2), y),
        row => new GaussianForecast(row[0], Scale(row)));

    public static ForecastHead RankedProbability { get; } = new(
        (width, random) => Mlp(width, 2, random),
        (outputs, y) => new GaussianRankedProbability().Apply(Column(outputs, 0), Scale(outputs), y),
        row => new GaussianForecast(row[0], Scale(row)));

    public static ForecastHead Quantiles { get; } = new(
        (width, random) => Ordered(width, Levels.Length, random),
        (outputs, y) => new MultiQuantile(Levels).Apply(outputs, y),
        row => new QuantileForecast(Levels, Ascending(row)));

    /// <summary>Learns only the two ends of the 90 % interval.</summary>
    public static ForecastHead Interval { get; } = new(
        (width, random) => Ordered(width, 2, random),
        (outputs, y) => new IntervalScore(0.1).Apply(Column(outputs, 0), Column(outputs, 1), y),
        row => new QuantileForecast(Ends, Ascending(row)));

    /// <summary>Evidence for a mean and a variance: Amini et al. 2020.</summary>
    public static ForecastHead Evidential { get; } = new(
        (width, random) => Mlp(width, 4, random),
        (outputs, y) => new EvidentialRegression(0.01).Apply(Column(outputs, 0), Positive(outputs, 1), Positive(outputs, 2) + 1, Positive(outputs, 3), y),
        row => StudentForecast.OfEvidence(row[0], Positive(row[1]), Positive(row[2]) + 1, Positive(row[3])));

    /// <summary>As <see cref="OwnVariance"/>, with dropout after each hidden layer.</summary>
    public static ForecastHead Dropping(double rate) => Gaussian((width, random) => Mlp(width, 2, random, rate));

    /// <summary>Trains a network.</summary>
    public Module Trained(RegressionRows rows, ulong seed)
    {
        const int batch = 32;
        var random = new RandomState(seed);
        var model = Network(rows.Width, random);
        Fitting.Run(model.Parameters, rows.Targets.Length, batch, rows.Epochs, 5e-3, random.Fork("order"), chosen => Loss(
            model.Forward(Tensor.Of(Fitting.Taken(rows.Features, rows.Width, chosen), [batch, rows.Width])),
            Tensor.Of(Fitting.Taken(rows.Targets, 1, chosen), [batch])));
        model.Train(training: false);
        return model;
    }

    /// <summary>The forecasts of a network for the given inputs.</summary>
    public Forecast[] Forecasts(Module model, Tensor inputs) => Forecasts(Fitting.Outputs(() => model.Forward(inputs)), inputs.Shape[0]);

    /// <summary>The forecasts that the outputs of the given rows describe.</summary>
    public Forecast[] Forecasts(double[] outputs, int rows) => [.. outputs.Chunk(outputs.Length / rows).Select(Meaning)];

    private static ForecastHead Gaussian(Func<int, RandomState, Module> network) => new(
        network,
        (outputs, y) => new GaussianLogVarianceNegativeLogLikelihood().Apply(Column(outputs, 0), y, Column(outputs, 1)),
        row => new GaussianForecast(row[0], Math.Exp(row[1] / 2)));

    private static Sequential Mlp(int width, int outputs, RandomState random, double dropout = 0) => Models.Mlp(width, [Hidden, Hidden], outputs, random, "tanh", dropout);

    private static Sequential Ordered(int width, int count, RandomState random) => new(Models.Mlp(width, [Hidden], Hidden, random, "tanh"), Activations.ByName("tanh"), new OrderedQuantiles(Hidden, count, random));

    private static Tensor Column(Tensor outputs, int k) => outputs.Slice(1, k, 1).Reshape([outputs.Shape[0]]);

    private static Tensor Scale(Tensor outputs) => Positive(outputs, 1);

    private static double Scale(double[] row) => Positive(row[1]);

    private static Tensor Positive(Tensor outputs, int k) => Column(outputs, k).Softplus() + LeastScale;

    private static double Positive(double number) => Math.Max(number, 0) + double.LogP1(Math.Exp(-Math.Abs(number))) + LeastScale;

    /// <summary>Rounding in float sums may let a quantile fall below the one before it.</summary>
    private static double[] Ascending(double[] row)
    {
        for (var i = 1; i < row.Length; i++) row[i] = Math.Max(row[i], row[i - 1]);
        return row;
    }
}
