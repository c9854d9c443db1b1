using Minima.Lab.Pictures;
using Minima.Tensors;
using Minima.Training;

namespace Minima.Examples.LossTable;

/// <summary>A column of the table: an optimizer, and the learning rates that are tried for each cell.</summary>
internal sealed record OptimizerChoice(Words Name, Func<IReadOnlyList<Parameter>, double, Optimizer> Make, IReadOnlyList<double> Rates)
{
    public static IReadOnlyList<OptimizerChoice> All { get; } =
    [
        new("SGD", (parameters, rate) => new Sgd(parameters, rate), [0.003, 0.01, 0.03, 0.1, 0.3, 1]),
        new(new("momentum", "动量"), (parameters, rate) => new Sgd(parameters, rate, momentum: 0.9), [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]),
        new("RMSProp", (parameters, rate) => new RmsProp(parameters, rate), [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03]),
        new("Adam", (parameters, rate) => new Adam(parameters, rate), [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1]),
    ];
}
