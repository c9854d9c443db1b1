namespace Minima.Training.Uncertainty;

/// <summary>Predictions under several dropout masks, whose differences measure the network's uncertainty.</summary>
/// <remarks>Dropout is active as in training; everything else is as in prediction. Source: Gal and Ghahramani 2016, ICML, arXiv:1506.02142.</remarks>
public static class MonteCarloDropout
{
    /// <summary>The model's outputs, one for each mask, without gradient history; the mode of the model is restored.</summary>
    /// <param name="model">A model that contains dropout.</param>
    /// <param name="inputs">A batch.</param>
    /// <param name="passes">The number of passes.</param>
    /// <exception cref="TrainingException">The model has no dropout, or passes are below 1.</exception>
    public static Tensor[] Of(Module model, Tensor inputs, int passes)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (passes < 1) throw new TrainingException($"{passes} passes with dropout given; there must be at least 1.");
        var modules = model.Modules();
        if (!modules.Any(module => module is Dropout { Rate: > 0 })) throw new TrainingException($"{model} has no dropout: every pass would give the same prediction. Add Dropout layers with a rate above 0, or train an ensemble.");
        var were = modules.Select(module => module.IsTraining).ToArray();
        using var silence = Autograd.NoGradient();
        try
        {
            model.Train(training: false);
            foreach (var module in modules.OfType<Dropout>()) module.Train();
            return [.. Enumerable.Range(0, passes).Select(_ => Once())];
        }
        finally
        {
            // Outer modules first, because each sets the mode of its inner ones.
            for (var i = 0; i < modules.Count; i++) modules[i].Train(were[i]);
        }

        Tensor Once()
        {
            using var scope = StepScope.Begin();
            return model.Forward(inputs).Keep();
        }
    }
}
