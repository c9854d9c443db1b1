using Minima.Training.MultiTask;

namespace Minima.Lab.MultiTask;

/// <summary>Records the weights and angles of every step of a task balance. It computes gradients even if the method does not need them.</summary>
internal sealed class Observed(TaskBalance inner) : TaskBalance(inner.Name)
{
    private readonly List<double[]> _weights = [];
    private readonly List<double> _cosines = [];

    public override bool UsesGradients => true;

    public override int Batches => inner.Batches;

    public override bool LooksBack => inner.LooksBack;

    /// <summary>The weights of the tasks at each step, divided by the sum of their absolute values; 0 if that sum is 0.</summary>
    public IReadOnlyList<double[]> Weights => _weights;

    /// <summary>The cosines between the tasks' gradients, step by step.</summary>
    public IReadOnlyList<double> Cosines => _cosines;

    public override TaskAnswer Next(TaskStep step)
    {
        var answer = inner.Next(step);
        var sum = answer.Weights.Sum(Math.Abs);
        _weights.Add(Array.ConvertAll(answer.Weights, weight => sum == 0 ? 0 : weight / sum));
        _cosines.AddRange(TaskAngles.Cosines(step.Products));
        return answer;
    }

    public override void After(double[] losses) => inner.After(losses);
}
