using Minima.Tensors.Randomness;

namespace Minima.Training.Tests.Diagnosis;

/// <summary>For each code a sound training with one thing broken.</summary>
internal static class BrokenCases
{
    public static IReadOnlyDictionary<string, Func<ulong, Case>> All { get; } = new Dictionary<string, Func<ulong, Case>>(StringComparer.Ordinal)
    {
        ["nan-input"] = seed => With(Case.Classes(seed), rows => rows.WithFeature((row, column, x) => row == 5 && column == 1 ? double.NaN : x)),
        ["nan-target"] = seed => With(Case.Numbers(seed), rows => rows.WithTarget((row, y) => row == 3 ? double.PositiveInfinity : y)),
        ["nan-parameter"] = seed => Changed(Case.Numbers(seed), model => model.Parameters[1].Value.Write<float>()[2] = float.NaN),
        ["nan-overflow"] = seed => Changed(Case.Numbers(seed), model => Scale(model.Parameters[^2], 1e25)),
        ["nan-domain"] = seed => Ending(Case.Numbers(seed), () => new Function(x => x.Log())),
        ["nan-gradient"] = seed => Ending(Case.Numbers(seed), () => new Function(x => 1 / ((x * 0) + 1e-22) * 1e-12)),
        ["feature-constant"] = seed => With(Case.Classes(seed), rows => rows.WithFeature((_, column, x) => column == 3 ? 0.5 : x)),
        ["feature-scale"] = seed => With(Case.Classes(seed), rows => rows.WithFeature((_, column, x) => column == 3 ? 1e6 * x : x)),
        ["target-leak"] = seed => With(Case.Numbers(seed), rows => rows.WithFeature((row, column, x) => column == 2 ? (3 * rows.Target(row)) + 1 : x)),
        ["validation-overlap"] = seed => Case.Numbers(seed) with { Validation = Case.Numbers(seed).Training.Take(Enumerable.Range(0, 100)) },
        ["label-range"] = seed => With(Case.Classes(seed), rows => rows.WithTarget((_, label) => label + 1)),
        ["label-one-class"] = seed => With(Case.Classes(seed), rows => rows.WithTarget((_, _) => 1)),
        ["label-imbalance"] = seed => With(Case.Classes(seed), rows => rows.Take([rows.IndicesOf(2).First(), .. rows.IndicesOf(0), .. rows.IndicesOf(1)])),
        ["label-numbers"] = seed => With(Case.Numbers(seed), rows => rows.WithTarget((_, y) => Math.Clamp(Math.Round(y + 2), 0, 4))),
        ["label-conflict"] = seed => Case.Classes(seed) with { Training = Case.Classes(seed).Training.WithFeature((row, column, x) => row % 8 == 0 ? column / 4.0 : x) },
        ["target-constant"] = seed => With(Case.Numbers(seed), rows => rows.WithTarget((_, _) => 0.5)),
        ["target-scale"] = seed => With(Case.Numbers(seed), rows => rows.WithTarget((_, y) => 1e5 * y)),
        ["output-domain"] = seed => Case.Binary(seed) with { Objective = new Objective(Loss.Create("bce")) },
        ["softmax-twice"] = seed => Ending(Case.Classes(seed), () => new Function(x => x.Exp() / x.Exp().Sum(^1, keep: true).BroadcastTo(x.Shape))),
        ["sigmoid-twice"] = seed => Ending(Case.Binary(seed), () => new Activation<Sigmoid>()),
        ["not-in-optimizer"] = seed => Case.Classes(seed) with { Optimizer = model => new Adam([.. model.Parameters.Skip(2)], 1e-2) },
        ["frozen-parameter"] = seed => Changed(Case.Classes(seed), model => model.Parameters[0].IsTrainable = false) with { Optimizer = model => new Adam([.. model.Parameters.Skip(1)], 1e-2) },
        ["no-gradient"] = seed => Case.Classes(seed) with { Model = s => new Sequential(new Linear(4, 4, new RandomState(s)), new Function(x => x.Detach()), Case.Classes().Model(s)) },
        ["dead-units"] = seed => Changed(Case.Classes(seed), model => model.Parameters[1].Value.Write<float>().Fill(-100)),
        ["first-loss"] = seed => Changed(Case.Classes(seed), model => Scale(model.Parameters[^2], 100)),
        ["vanishing-gradient"] = seed => Case.Classes(seed) with { Model = s => Models.Mlp(4, [16, 16, 16, 16, 16, 16, 16, 16], 3, new RandomState(s), "sigmoid") },
        ["exploding-gradient"] = seed => Changed(Case.Numbers(seed) with { Model = s => Models.Mlp(3, [.. Enumerable.Repeat(24, 30)], 1, new RandomState(s), "tanh") }, model => ScaleWeights(model, 6)),
        ["one-batch"] = seed => Ending(Case.Numbers(seed), () => new Activation<Sigmoid>()),
        ["learning-rate-small"] = seed => Case.Classes(seed) with { Optimizer = model => new Adam(model.Parameters, 1e-6) },
        ["learning-rate-large"] = seed => Case.Numbers(seed) with { Optimizer = model => new Sgd(model.Parameters, 5, momentum: 0.9) },
        ["update-ratio"] = seed => Case.Classes(seed) with { Optimizer = model => new Adam([new ParameterGroup([.. model.Parameters.Take(2)]) { LearningRate = 1e-12 }, new ParameterGroup([.. model.Parameters.Skip(2)])], 1e-2) },
        ["baseline"] = seed => With(Case.Numbers(seed), rows => rows.WithTarget((row, _) => rows.Target((row + 37) % (int)((IBatchSource)rows).Rows))),
        ["loss-rises"] = seed => Ending(Case.Numbers(seed), () => new OtherwiseInPrediction()),
        ["loss-oscillates"] = seed => Case.Classes(seed) with { Training = Case.Classes(seed).Training.InBatchesOf(2), Optimizer = model => new Adam(model.Parameters, 0.2) },
        ["overfitting"] = seed => Case.Numbers(seed) with
        {
            Model = s => Models.Mlp(3, [64, 64], 1, new RandomState(s)),
            Optimizer = model => new Adam(model.Parameters, 1e-2),
            Training = Case.Waves(32, seed).WithTarget((row, y) => y + Noise(row, seed)),
        },
    };

    private static double Noise(int row, ulong seed) => new RandomState(seed).Fork($"row {row}").NextNormal();

    private static Case With(Case one, Func<Rows, Rows> change) => one with { Training = change(one.Training), Validation = one.Validation is null ? null : change(one.Validation) };

    private static Case Changed(Case one, Action<Module> change) => one with
    {
        Model = seed =>
        {
            var model = one.Model(seed);
            change(model);
            return model;
        },
    };

    private static Case Ending(Case one, Func<Module> end) => one with { Model = seed => new Sequential(one.Model(seed), end()) };

    private static void Scale(Parameter parameter, double factor)
    {
        var values = parameter.Value.Write<float>();
        for (var i = 0; i < values.Length; i++) values[i] *= (float)factor;
    }

    private static void ScaleWeights(Module model, double factor)
    {
        foreach (var parameter in model.Parameters.Where(parameter => parameter.Value.Rank == 2).SkipLast(1)) Scale(parameter, factor);
    }

    private sealed class Function(Func<Tensor, Tensor> function) : Module
    {
        protected override Tensor Compute(Tensor input) => function(input);
    }

    /// <summary>The other sign in prediction than in training.</summary>
    private sealed class OtherwiseInPrediction : Module
    {
        protected override Tensor Compute(Tensor input) => IsTraining ? input : -input;
    }
}
