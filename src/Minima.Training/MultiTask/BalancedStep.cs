namespace Minima.Training.MultiTask;

/// <summary>Loss and gradients of one batch whose tasks are weighed by a balance.</summary>
internal sealed class BalancedStep(Trainer trainer, TaskBalance balance)
{
    private readonly Parameter[] _parameters = [.. trainer.Model.Parameters.Where(parameter => parameter.IsTrainable)];

    /// <summary>The weight of each task in the step: the balance's times the term's own.</summary>
    public double[] Weights { get; private set; } = [];

    /// <summary>The length of each task's gradient by the shared parameters; empty where nobody computed it.</summary>
    public double[] Norms { get; private set; } = [];

    /// <summary>Leaves the gradients at the parameters.</summary>
    /// <returns>The weighted sum of the losses.</returns>
    public double Run(in TrainingBatch batch, Span<LossResult> sums)
    {
        using var scope = StepScope.Begin();
        var values = ValuesOf(batch, sums);
        var losses = Array.ConvertAll(values, value => (double)value.Item());

        // The guard says which task and where; a balance of such numbers would hide it.
        if (Array.Exists(losses, loss => !double.IsFinite(loss)))
        {
            Weights = [.. losses.Select(_ => 1.0)];
            return losses.Sum();
        }

        if (balance.UsesGradients) ByGradients(values, losses);
        else ByWeights(values, losses);
        var sum = losses.Zip(Weights, (loss, weight) => loss * weight).Sum();
        Weights = [.. Weights.Zip(trainer.Objective.Weights, (weight, own) => weight * own)];
        return sum;
    }

    /// <summary>Tells a balance that looks back what the step did to the losses of its batch.</summary>
    public void After(in TrainingBatch batch, Span<LossResult> sums)
    {
        if (!balance.LooksBack) return;
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        balance.After(Array.ConvertAll(ValuesOf(batch, sums), value => (double)value.Item()));
    }

    /// <summary>The terms with their own weights: what a balance is to balance.</summary>
    private Tensor[] ValuesOf(in TrainingBatch batch, Span<LossResult> sums)
    {
        var values = trainer.Objective.ValuesOf(trainer.Model.Forward(batch.Features), batch, sums);
        for (var t = 0; t < values.Length; t++)
        {
            if (trainer.Objective.Weights[t] != 1) values[t] *= trainer.Objective.Weights[t];
        }

        return values;
    }

    private TaskStep Described(double[] losses, Tensor gradients) => new(trainer.Step, trainer.EpochsDone + 1, losses, gradients);

    private void ByWeights(Tensor[] values, double[] losses)
    {
        (Weights, Norms) = (balance.Next(Described(losses, default)).Weights, []);
        Tensor total = default;
        for (var t = 0; t < values.Length; t++)
        {
            var weighted = values[t] * Weights[t];
            total = total.IsNone ? weighted : total + weighted;
        }

        total.Backward();
    }

    private void ByGradients(Tensor[] values, double[] losses)
    {
        var leaves = Array.ConvertAll(_parameters, parameter => parameter.Value);
        var gradients = Array.ConvertAll(values, value => Autograd.Gradient(value, leaves));
        using var silence = Autograd.NoGradient();

        var shared = SharedParameters.Find(balance, gradients, trainer.Objective.Terms);
        var width = shared.Sum(i => leaves[i].Count);
        var rows = new double[values.Length * width];
        for (var t = 0; t < values.Length; t++)
        {
            var at = t * width;
            foreach (var i in shared)
            {
                gradients[t][i].ToArray().CopyTo(rows, at);
                at += leaves[i].Count;
            }
        }

        var matrix = Tensor.Of(rows, [values.Length, width]);
        Norms = (matrix * matrix).Sum(1).Sqrt().ToArray();

        // The guard finds the layer and the operation.
        if (Array.Exists(Norms, norm => !double.IsFinite(norm)))
        {
            Weights = [.. losses.Select(_ => 1.0)];
            Put(gradients, shared, matrix.Sum(0).ToArray(), Weights);
            return;
        }

        var answer = balance.Next(Described(losses, matrix));
        Weights = answer.Weights;

        // A direction rules the shared parameters alone: each task's own go along its gradient as it is (as in LibMTL).
        if (answer.Direction is { } direction) Put(gradients, shared, direction, [.. losses.Select(_ => 1.0)]);
        else Put(gradients, shared, Sum(rows, Weights, width), Weights);
    }

    private void Put(Tensor[][] gradients, int[] shared, double[] direction, double[] ownWeights)
    {
        var at = 0;
        for (var i = 0; i < _parameters.Length; i++)
        {
            var leaf = _parameters[i].Value;
            if (Array.IndexOf(shared, i) >= 0)
            {
                leaf.Node.PutGradient(Tensor.Of(direction.AsSpan(at, leaf.Count), leaf.Shape).To(leaf.Type));
                at += leaf.Count;
                continue;
            }

            var own = gradients[0][i] * ownWeights[0];
            for (var t = 1; t < gradients.Length; t++) own += gradients[t][i] * ownWeights[t];
            leaf.Node.PutGradient(own);
        }
    }

    private static double[] Sum(double[] rows, double[] weights, int width)
    {
        var sum = new double[width];
        for (var i = 0; i < rows.Length; i++) sum[i % width] += weights[i / width] * rows[i];
        return sum;
    }
}
