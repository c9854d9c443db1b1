namespace Minima.Training.MultiTask;

/// <summary>Updates weights by the inner products of the gradients on two batches, and takes the direction from a third: independent batches avoid the bias of using one batch's noise twice.</summary>
/// <param name="formula">The type whose key names the method.</param>
/// <param name="moved">Computes the weights after a step from the products and the weights before.</param>
/// <param name="shares">Computes the weights of the gradients in the direction.</param>
internal sealed class SampledBalance(Type formula, Func<double[,], double[], double[]> moved, Func<double[], double[]> shares) : TaskBalance(KeyOf(formula))
{
    public override bool UsesGradients => true;

    public override int Batches => 3;

    public override TaskAnswer Next(TaskStep step)
    {
        var weights = Remembered("weights", step.Tasks, 1.0 / step.Tasks);

        // At the end of an epoch there may be too few batches: the weights stay.
        if (step.ProductsOfTwoBatches is { } products) State["weights"] = weights = moved(products, weights);
        return new(shares(weights), OfShared: true);
    }
}
