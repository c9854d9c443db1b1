namespace Minima.Training.MultiTask;

/// <summary>Weights that move by the products of the gradients on two batches, and a direction from a third: what is expected of them is not biased by rounding one batch's noise twice.</summary>
/// <param name="formula">Whose key it is.</param>
/// <param name="moved">The weights after a step, of the products and those before.</param>
/// <param name="shares">The weights of the gradients in the direction.</param>
internal sealed class SampledBalance(Type formula, Func<double[,], double[], double[]> moved, Func<double[], double[]> shares) : TaskBalance(KeyOf(formula))
{
    public override bool UsesGradients => true;

    public override int Batches => 3;

    public override TaskAnswer Next(TaskStep step)
    {
        var weights = Remembered("weights", step.Tasks, 1.0 / step.Tasks);

        // At the end of an epoch batches may be too few: the weights wait.
        if (step.ProductsOfTwoBatches is { } products) State["weights"] = weights = moved(products, weights);
        return new(shares(weights), OfShared: true);
    }
}
