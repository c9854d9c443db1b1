namespace Minima.Training;

/// <summary>Loss and gradients of a step whose tasks are weighted by a balance.</summary>
internal sealed class BalancedStep(Trainer trainer, TaskBalance balance)
{
    private readonly Parameter[] _parameters = [.. trainer.Model.Parameters.Where(parameter => parameter.IsTrainable)];

    /// <summary>The weight of each task in the step: that of the balance times that of the term.</summary>
    public double[] Weights { get; private set; } = [];

    /// <summary>The norm of each task's gradient with respect to the shared parameters, without the term's weight; empty if not computed.</summary>
    public double[] Norms { get; private set; } = [];

    /// <summary>Computes the gradients of the step into the parameters.</summary>
    /// <param name="batches">One, or the number that the balance requires; the last gives the direction.</param>
    /// <param name="sums">Receives the sums of the terms over all batches.</param>
    /// <returns>The weighted sum of the losses.</returns>
    public double Run(IReadOnlyList<TrainingBatch> batches, LossResult[] sums, SlicedStep? sliced)
    {
        if (batches.Count > balance.Batches) throw new TrainingException($"{balance.Name} makes a step of {Counted(balance.Batches)}, not one of {Counted(batches.Count)}. Set AccumulatedBatches to {balance.Batches}, and raise the batch size if needed.");
        if (trainer.AccumulatedBatches < balance.Batches) throw new TrainingException($"{balance.Name} makes a step of {Counted(balance.Batches)}: its weights and its direction come from batches of their own. Set AccumulatedBatches to {balance.Batches}.");
        using var scope = StepScope.Begin();
        ITaskValues values = sliced is null ? new WholeTaskValues(trainer, batches, sums) : new SlicedTaskValues(trainer, sliced, sums);
        var losses = values.Losses[^1];

        // The guard reports the task and the source; the balance's weights would mask it.
        if (Array.Exists(values.Losses, of => Array.Exists(of, value => !double.IsFinite(value))))
        {
            Weights = [.. losses.Select(_ => 1.0)];
            return values.Losses.Sum(of => of.Sum());
        }

        if (balance.UsesGradients) ByGradients(values, losses);
        else ByWeights(values, losses);
        var sum = losses.Zip(Weights, (loss, weight) => loss * weight).Sum();
        Weights = [.. Weights.Zip(trainer.Objective.Weights, (weight, own) => weight * own)];
        return sum;
    }

    /// <summary>Reports the losses of the batch after the step to a balance that uses them.</summary>
    public void After(in TrainingBatch batch, LossResult[] sums, SlicedStep? sliced)
    {
        if (!balance.LooksBack) return;
        using var silence = Autograd.NoGradient();
        using var scope = StepScope.Begin();
        ITaskValues values = sliced is null ? new WholeTaskValues(trainer, [batch], sums) : new SlicedTaskValues(trainer, sliced, sums, first: true);
        balance.After(values.Losses[0]);
    }

    private TaskStep Described(double[] losses, TaskRows? rows, TaskRows[] earlier) => new(trainer.Step, trainer.EpochsDone + 1, losses, rows, earlier);

    private void ByWeights(ITaskValues values, double[] losses)
    {
        (Weights, Norms) = (balance.Next(Described(losses, null, [])).Weights, []);
        values.Backward(Weights);
    }

    private void ByGradients(ITaskValues values, double[] losses)
    {
        var leaves = Array.ConvertAll(_parameters, parameter => parameter.Value);
        var ofBatches = values.Gradients(leaves);
        using var silence = Autograd.NoGradient();

        var gradients = ofBatches[^1];
        var shared = SharedParameters.Find(balance, gradients, trainer.Objective.Terms);
        var rows = Array.ConvertAll(ofBatches, of => new TaskRows(Array.ConvertAll(of, task => Array.ConvertAll(shared, i => task[i]))));
        var step = Described(losses, rows[^1], rows[..^1]);
        var one = Array.ConvertAll(losses, _ => 1.0);
        Norms = [.. step.Norms().Zip(trainer.Objective.Weights, (norm, weight) => weight == 0 ? 0 : norm / weight)];

        // The guard finds the layer and the operation.
        var wrong = Array.FindIndex(rows, of => !of.IsFinite);
        if (wrong >= 0)
        {
            Weights = one;
            for (var i = 0; i < leaves.Length; i++) leaves[i].Node.PutGradient(Mixed(ofBatches[wrong], i, one));
            return;
        }

        var answer = balance.Next(step);
        Weights = answer.Weights;
        var own = answer.OfShared || answer.Direction is not null ? one : answer.Weights;
        var at = 0;
        for (var i = 0; i < leaves.Length; i++)
        {
            var isShared = Array.IndexOf(shared, i) >= 0;
            if (isShared && answer.Direction is { } direction)
            {
                leaves[i].Node.PutGradient(Tensor.Of(direction.AsSpan(at, leaves[i].Count), leaves[i].Shape).To(leaves[i].Type));
                at += leaves[i].Count;
            }
            else
            {
                leaves[i].Node.PutGradient(Mixed(gradients, i, isShared ? answer.Weights : own));
            }
        }
    }

    /// <summary>The sum of the tasks' gradients with respect to a parameter, each times its weight.</summary>
    private static Tensor Mixed(Tensor[][] gradients, int parameter, double[] weights)
    {
        Tensor sum = default;
        for (var t = 0; t < gradients.Length; t++)
        {
            var part = weights[t] == 1 ? gradients[t][parameter] : gradients[t][parameter] * weights[t];
            sum = sum.IsNone ? part : sum + part;
        }

        return sum;
    }

    private static string Counted(int batches) => batches == 1 ? "one batch" : $"{batches} batches";
}
