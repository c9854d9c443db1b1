using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>GradNorm: learns weights that give the tasks' gradients similar lengths, longer for tasks that lag behind; they sum to the number of tasks.</summary>
internal sealed class NormBalance(double alpha, double rate) : TaskBalance(KeyOf(typeof(GradientNormalization)))
{
    // A weight of 0 would never recover.
    private const double Least = 1e-3;

    public override bool UsesGradients => true;

    public override TaskAnswer Next(TaskStep step)
    {
        var losses = step.Losses;
        var weights = Remembered("weights", losses.Length, 1);
        if (!State.ContainsKey("initial")) State["initial"] = (double[])losses.Clone();
        var initial = Array.ConvertAll(Remembered("initial", losses.Length, 0), loss => loss == 0 ? 1 : loss);
        var norms = SmallTensors.Of(step.Norms());
        var answer = (double[])weights.Clone();
        var slopes = SmallTensors.Slopes(leaves => new GradientNormalization(alpha).Of(leaves[0], norms, SmallTensors.Of(losses), SmallTensors.Of(initial)), weights)[0];
        SmallAdam.Step(this, weights, slopes, rate);
        for (var t = 0; t < weights.Length; t++) weights[t] = Math.Max(weights[t], Least);
        var sum = weights.Sum();
        for (var t = 0; t < weights.Length; t++) weights[t] *= weights.Length / sum;
        return new(answer);
    }
}
