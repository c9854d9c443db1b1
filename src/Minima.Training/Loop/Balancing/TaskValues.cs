namespace Minima.Training;

/// <summary>The tasks of a step for a balance: their losses, their gradients, and the backward pass of their weighted sum.</summary>
internal interface ITaskValues
{
    /// <summary>For each batch, the mean of each term times its own weight: the values to balance.</summary>
    double[][] Losses { get; }

    /// <summary>Computes the gradients of the last batch's losses, each times its weight, into the parameters.</summary>
    void Backward(double[] weights);

    /// <summary>For each batch and task, the gradient with respect to each leaf, dense.</summary>
    Tensor[][][] Gradients(Tensor[] leaves);
}

/// <summary>The tasks of whole batches: one graph for each batch.</summary>
internal sealed class WholeTaskValues : ITaskValues
{
    private readonly Tensor[][] _values;

    /// <param name="trainer">The trainer of the step.</param>
    /// <param name="batches">The batches of the step.</param>
    /// <param name="sums">Receives the sums of the terms over all batches.</param>
    public WholeTaskValues(Trainer trainer, IReadOnlyList<TrainingBatch> batches, LossResult[] sums)
    {
        _values = new Tensor[batches.Count][];
        var parts = new LossResult[sums.Length];
        for (var k = 0; k < _values.Length; k++)
        {
            var values = trainer.Objective.ValuesOf(trainer.Model.Forward(batches[k].Features), batches[k], parts);
            for (var t = 0; t < values.Length; t++)
            {
                if (trainer.Objective.Weights[t] != 1) values[t] *= trainer.Objective.Weights[t];
                sums[t] = k == 0 ? parts[t] : sums[t] + parts[t];
            }

            _values[k] = values;
        }

        Losses = Array.ConvertAll(_values, of => Array.ConvertAll(of, value => (double)value.Item()));
    }

    public double[][] Losses { get; }

    public void Backward(double[] weights)
    {
        Tensor total = default;
        for (var t = 0; t < weights.Length; t++)
        {
            var weighted = _values[^1][t] * weights[t];
            total = total.IsNone ? weighted : total + weighted;
        }

        total.Backward();
    }

    public Tensor[][][] Gradients(Tensor[] leaves) => Array.ConvertAll(_values, of => Array.ConvertAll(of, value => Array.ConvertAll(Autograd.Gradient(value, leaves), gradient => gradient.Contiguous())));
}

/// <summary>The tasks of a step in slices: sums over slices, with a separate forward pass for each quantity.</summary>
internal sealed class SlicedTaskValues : ITaskValues
{
    private readonly Trainer _trainer;
    private readonly SlicedStep _sliced;
    private readonly double[][] _denominators;

    /// <param name="trainer">The trainer of the step.</param>
    /// <param name="sliced">The step.</param>
    /// <param name="sums">Receives the sums of the terms over all batches.</param>
    /// <param name="first">Use the first batch only.</param>
    public SlicedTaskValues(Trainer trainer, SlicedStep sliced, LossResult[] sums, bool first = false)
    {
        (_trainer, _sliced) = (trainer, sliced);
        _denominators = sliced.Denominators();
        Losses = new double[first ? 1 : _denominators.Length][];
        for (var k = 0; k < Losses.Length; k++)
        {
            var ofBatch = sliced.Losses(k);
            Losses[k] = [.. ofBatch.Select((sum, t) => sum.Value * trainer.Objective.Weights[t])];
            for (var t = 0; t < sums.Length; t++) sums[t] = k == 0 ? ofBatch[t] : sums[t] + ofBatch[t];
        }
    }

    public double[][] Losses { get; }

    public void Backward(double[] weights) =>
        _sliced.Gradients([.. weights.Select((weight, t) => weight * Factor(Losses.Length - 1, t))], new LossResult[weights.Length], Losses.Length - 1);

    public Tensor[][][] Gradients(Tensor[] leaves)
    {
        var total = _sliced.TermGradients(leaves, apart: true, followsBuffers: true);
        using var silence = Autograd.NoGradient();
        var gradients = new Tensor[Losses.Length][][];
        for (var k = 0; k < gradients.Length; k++)
        {
            gradients[k] = new Tensor[_sliced.Terms][];
            for (var t = 0; t < _sliced.Terms; t++)
            {
                var first = ((k * _sliced.Terms) + t) * leaves.Length;
                gradients[k][t] = [.. leaves.Select((_, i) => total.Take(first + i) * Factor(k, t))];
            }
        }

        _sliced.Return(total);
        return gradients;
    }

    private double Factor(int batch, int term) => _trainer.Objective.Weights[term] / (_denominators[batch][term] == 0 ? 1 : _denominators[batch][term]);
}
