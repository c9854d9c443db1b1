using Minima.Tensors.Losses;
using Minima.Tensors.Randomness;
using Minima.Training.Tests.Tensors;

namespace Minima.Training.Tests.Loop;

/// <summary>Terms that look at outputs alone: an objective holds them against no target.</summary>
public sealed class OutputTermTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(-0.3)]
    public void EntropyIsATermBesideTheLabels(double weight)
    {
        var (output, labels) = (GradientCheck.Numbers([6, 3]), Tensor.Of([0, 1, 2, 2, 1, 0], [6]));
        var objective = Of(weight);
        var batch = new TrainingBatch(GradientCheck.Numbers([6, 1]), labels);
        double sum = 0;
        foreach (var (row, i) in output.ToArray().Chunk(3).Select((row, i) => (row, i)))
        {
            var all = row.Sum(Math.Exp);
            var p = row.Select(x => Math.Exp(x) / all).ToArray();
            sum += -Math.Log(p[labels.Read<int>()[i]]) - (weight * p.Sum(share => share * Math.Log(share)));
        }

        Assert.Equal(sum / 6, objective.Apply(output, batch, [], new LossResult[2]).Item(), 1e-12);
        GradientCheck.Holds(outputs => objective.Apply(outputs[0], batch, [], new LossResult[2]), output);
    }

    /// <summary>A reward for entropy, as a term, is what the confidence penalty has in one loss.</summary>
    [Fact]
    public void WithAMinusItTrainsAsTheConfidencePenalty()
    {
        double[] Trained(Objective objective)
        {
            var model = Models.Mlp(2, [5], 3, new RandomState(1), "tanh");
            new Trainer(model, objective, new Sgd(model.Parameters, 0.1)) { Epochs = 3 }.Fit(Problem.Clouds());
            return Problem.Weights(model);
        }

        var (terms, whole) = (Trained(Of(-0.2)), Trained(new Objective(Loss.Create("confidence_penalty", ("beta", 0.2)))));
        for (var i = 0; i < whole.Length; i++) Assert.Equal(whole[i], terms[i], 1e-5);
    }

    [Fact]
    public void ALossOfOneInputIsAppliedToOne()
    {
        var output = GradientCheck.Numbers([4, 3]);
        Assert.Equal(new EntropyMinimization().Apply(output).Item(), Loss.Create("entropy_min").Apply(output).Item());
    }

    private static Objective Of(double weight) =>
        new([new LossTerm("labels", Loss.Create("cross_entropy")), new LossTerm("entropy", Loss.Create("entropy_min")) { Weight = weight }], TermWeights.AsGiven);
}
