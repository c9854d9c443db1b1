namespace Minima.Training;

/// <summary>A mean over rows of a function of each row's own gradients, which a batch would have summed first.</summary>
internal static class RowGradients
{
    /// <summary>The weighted mean over the rows, in prediction mode (dropout off, running means); existing gradients of the parameters are kept.</summary>
    /// <param name="owner">The caller's name in messages.</param>
    /// <param name="model">The model, whose mode is restored at the end.</param>
    /// <param name="parameters">Parameters of the model that are trained.</param>
    /// <param name="rows">The rows; each is used once.</param>
    /// <param name="number">Computes a number from a batch of one row.</param>
    /// <param name="measure">Computes the quantity to average from a gradient.</param>
    /// <returns>Tensors in the shapes and types of the parameters.</returns>
    /// <exception cref="TrainingException">No parameter, no row, or a number that does not depend on the parameters.</exception>
    public static Tensor[] Mean(string owner, Module model, IReadOnlyList<Parameter> parameters, IBatchSource rows, Func<TrainingBatch, Tensor> number, Func<Tensor, Tensor> measure)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ParameterCheck.All(owner, parameters);
        Tensor[] leaves = [.. parameters.Select(parameter => parameter.Value)];
        Tensor[] sums = [.. leaves.Select(leaf => Tensor.Zeros(leaf.Shape, ElementType.Double).Keep())];
        double total = 0;
        var wasTraining = model.IsTraining;
        model.Train(training: false);
        try
        {
            using var reader = rows.Open(0, 0);
            while (reader.Next(out var batch))
            {
                for (var i = 0; i < batch.Rows; i++)
                {
                    var weight = batch.Weight.IsNone ? 1 : batch.Weight.Slice(0, i, 1).ToArray()[0];
                    if (weight == 0) continue;
                    total += weight;
                    using var step = StepScope.Begin();
                    var value = number(Row(batch, i));
                    if (!value.RequiresGradient) throw new TrainingException($"{owner}: the model's output for a row does not depend on the parameters. Do they belong to this model, and are they trainable?");
                    var gradients = Autograd.Gradient(value, leaves);
                    for (var k = 0; k < sums.Length; k++) BinaryOperation<Sum2>.InPlace(sums[k].Node, (measure(gradients[k].To(ElementType.Double)) * weight).Node);
                }
            }
        }
        finally
        {
            model.Train(wasTraining);
        }

        if (total == 0) throw new TrainingException($"{owner}: there is no row to measure importances on: the data has none, or all have the weight 0.");
        return [.. sums.Select((sum, k) => (sum / total).To(leaves[k].Type).Keep())];
    }

    /// <summary>The mean squares of the gradients of an objective: the diagonal of the empirical Fisher information if it is a negative log-likelihood.</summary>
    public static Tensor[] Squares(string owner, Module model, IReadOnlyList<Parameter> parameters, Objective objective, IBatchSource rows)
    {
        ArgumentNullException.ThrowIfNull(objective);
        var sums = new LossResult[objective.Terms.Count];
        return Mean(owner, model, parameters, rows, row => objective.Apply(model.Forward(row.Features), row, [], sums), gradient => gradient * gradient);
    }

    /// <summary>One row of a batch with weight 1: its own weight is applied to the measured quantity.</summary>
    private static TrainingBatch Row(in TrainingBatch batch, int row) => batch with
    {
        Features = batch.Features.Slice(0, row, 1),
        Target = batch.Target.IsNone ? default : batch.Target.Slice(0, row, 1),
        Weight = default,
        MoreTargets = batch.MoreTargets.Count == 0 ? [] : [.. batch.MoreTargets.Select(target => target.Slice(0, row, 1))],
        RowNumbers = batch.RowNumbers.IsEmpty ? default : batch.RowNumbers.Slice(row, 1),
    };
}
