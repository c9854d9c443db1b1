namespace Minima.Training;

/// <summary>Loss and gradients of a step whose tasks are weighed by a balance.</summary>
internal sealed class BalancedStep(Trainer trainer, TaskBalance balance)
{
    private readonly Parameter[] _parameters = [.. trainer.Model.Parameters.Where(parameter => parameter.IsTrainable)];

    /// <summary>The weight of each task in the step: the balance's times the term's own.</summary>
    public double[] Weights { get; private set; } = [];

    /// <summary>The length of each task's gradient by the shared parameters, without the term's weight; empty where nobody computed it.</summary>
    public double[] Norms { get; private set; } = [];

    /// <summary>Leaves the gradients at the parameters.</summary>
    /// <param name="batches">One, or as many as the balance asks for; the last gives the direction.</param>
    /// <param name="sums">Are set to the sums of the terms over all batches.</param>
    /// <returns>The weighted sum of the losses.</returns>
    public double Run(IReadOnlyList<TrainingBatch> batches, Span<LossResult> sums)
    {
        if (batches.Count > balance.Batches) throw new TrainingException($"{balance.Name} makes a step of {Counted(balance.Batches)}, and was to make one of {Counted(batches.Count)}. Set AccumulatedBatches to {balance.Batches}, and the batch size higher where that is wanted.");
        if (trainer.AccumulatedBatches < balance.Batches) throw new TrainingException($"{balance.Name} makes a step of {Counted(balance.Batches)}: its weights and its direction come from batches of their own. Set AccumulatedBatches to {balance.Batches}.");
        using var scope = StepScope.Begin();
        var values = new Tensor[batches.Count][];
        var parts = new LossResult[sums.Length];
        for (var k = 0; k < values.Length; k++)
        {
            values[k] = ValuesOf(batches[k], parts);
            for (var t = 0; t < parts.Length; t++) sums[t] = k == 0 ? parts[t] : sums[t] + parts[t];
        }

        var losses = Array.ConvertAll(values[^1], value => (double)value.Item());

        // The guard says which task and where; a balance of such numbers would hide it.
        if (Array.Exists(values, of => Array.Exists(of, value => !double.IsFinite(value.Item()))))
        {
            Weights = [.. losses.Select(_ => 1.0)];
            return values.Sum(of => of.Sum(value => value.Item()));
        }

        if (balance.UsesGradients) ByGradients(values, losses);
        else ByWeights(values[^1], losses);
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

    private TaskStep Described(double[] losses, TaskRows? rows, TaskRows[] earlier) => new(trainer.Step, trainer.EpochsDone + 1, losses, rows, earlier);

    private void ByWeights(Tensor[] values, double[] losses)
    {
        (Weights, Norms) = (balance.Next(Described(losses, null, [])).Weights, []);
        Tensor total = default;
        for (var t = 0; t < values.Length; t++)
        {
            var weighted = values[t] * Weights[t];
            total = total.IsNone ? weighted : total + weighted;
        }

        total.Backward();
    }

    private void ByGradients(Tensor[][] values, double[] losses)
    {
        var leaves = Array.ConvertAll(_parameters, parameter => parameter.Value);
        var ofBatches = Array.ConvertAll(values, of => Array.ConvertAll(of, value => Array.ConvertAll(Autograd.Gradient(value, leaves), gradient => gradient.Contiguous())));
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

    /// <summary>The sum of the tasks' gradients by a parameter, each times its weight.</summary>
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
