namespace Minima.Lab.Descent;

/// <summary>A column of the table of losses and optimizers.</summary>
/// <param name="Name">As the table names it.</param>
/// <param name="Make">Of parameters and a rate.</param>
/// <param name="Rates">Those that are tried.</param>
internal sealed record RivalOptimizer(Words Name, Func<IReadOnlyList<Parameter>, double, Optimizer> Make, double[] Rates)
{
    public static readonly Words Plain = "SGD";
    public static readonly Words RootMeanSquare = "RMSProp";
    public static readonly Words AdaptiveMoments = "Adam";
    public static readonly Words Accumulating = "Adagrad";

    /// <summary>Plain steps first: the baseline.</summary>
    public static IReadOnlyList<RivalOptimizer> All { get; } =
    [
        new(Plain, (parameters, rate) => new Sgd(parameters, rate), [0.03, 0.01, 0.1, 0.3]),
        new(new("momentum 0.9", "动量 0.9"), (parameters, rate) => new Sgd(parameters, rate, momentum: 0.9), [0.01, 0.003, 0.03, 0.1]),
        new(RootMeanSquare, (parameters, rate) => new RmsProp(parameters, rate), [0.003, 0.001, 0.01, 0.03]),
        new(AdaptiveMoments, (parameters, rate) => new Adam(parameters, rate), [0.003, 0.001, 0.01, 0.03]),
        new(Accumulating, (parameters, rate) => new Adagrad(parameters, rate), [0.03, 0.01, 0.1, 0.3]),
    ];
}
