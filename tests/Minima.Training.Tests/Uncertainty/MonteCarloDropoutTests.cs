using Minima.Tensors.Randomness;
using Minima.Training.Uncertainty;

namespace Minima.Training.Tests.Uncertainty;

/// <summary>Predictions under several masks.</summary>
public sealed class MonteCarloDropoutTests
{
    /// <summary>Each element is 0 or twice itself, each about half of the time, and the model predicts again afterwards.</summary>
    [Fact]
    public void EveryPassHasAMaskOfItsOwn()
    {
        var model = new Sequential(new Dropout(0.5, new RandomState(1)));
        model.Train(training: false);
        var passes = MonteCarloDropout.Of(model, Tensor.Full([1, 10], 3), 400);
        Assert.Equal(400, passes.Length);
        var all = passes.SelectMany(pass => pass.ToArray()).ToArray();
        Assert.All(all, value => Assert.True(value is 0 or 6));
        Assert.InRange(all.Average(), 2.8, 3.2);
        Assert.NotEqual(passes[0].ToArray(), passes[1].ToArray());
        Assert.All(model.Modules(), module => Assert.False(module.IsTraining));
        Assert.False(passes[0].RequiresGradient);
    }

    [Fact]
    public void WhatIsNoDropoutPredicts()
    {
        var (dropout, watch) = (new Dropout(0.5, new RandomState(1)), new Watch());
        var model = new Sequential(watch, dropout);
        MonteCarloDropout.Of(model, Tensor.Ones([2, 3]), 2);
        Assert.Equal([false, false], watch.Seen);
        Assert.True(watch.IsTraining && dropout.IsTraining && model.IsTraining);
    }

    [Fact]
    public void SeedsDecideEverything()
    {
        static double[] Said() => [.. MonteCarloDropout.Of(Models.Mlp(3, [8], 1, new RandomState(1), dropout: 0.3), Tensor.Ones([2, 3]), 5).SelectMany(pass => pass.ToArray())];
        Assert.Equal(Said(), Said());
    }

    [Fact]
    public void WhatSaysTheSameEachTimeIsRefused()
    {
        var model = Models.Mlp(3, [8], 1, new RandomState(1), dropout: 0.3);
        Assert.Contains("0 passes", Assert.Throws<TrainingException>(() => MonteCarloDropout.Of(model, Tensor.Ones([2, 3]), 0)).Message, StringComparison.Ordinal);
        Assert.Contains("no dropout", Assert.Throws<TrainingException>(() => MonteCarloDropout.Of(new Linear(3, 1, new RandomState(1)), Tensor.Ones([2, 3]), 5)).Message, StringComparison.Ordinal);
    }

    private sealed class Watch : Module
    {
        public List<bool> Seen { get; } = [];

        protected override Tensor Compute(Tensor input)
        {
            Seen.Add(IsTraining);
            return input;
        }
    }
}
