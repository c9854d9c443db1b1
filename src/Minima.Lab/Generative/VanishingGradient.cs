using Minima.Lab.Studies;
using Minima.Training.Adversarial;

namespace Minima.Lab.Generative;

/// <summary>The gradient that each loss still gives the generator while only the critic is trained.</summary>
internal sealed class VanishingGradient
{
    private static readonly GanObjective[] Objectives = [GanObjectives.Minimax, GanObjectives.NonSaturating, GanObjectives.WassersteinPenalty];

    private const float Shrunk = 0.1f;

    private readonly int[] _steps;
    private readonly double[][] _norms;

    /// <param name="run">The seeds.</param>
    /// <param name="steps">The numbers of critic steps after which the gradient is measured.</param>
    public VanishingGradient(LabRun run, int[] steps)
    {
        _steps = steps;
        var seeds = run.JudgingSeeds.Select(seed => Trial.ToJudge(run, seed)).ToArray();
        _norms = Array.ConvertAll(Objectives, objective =>
        {
            var norms = seeds.AsParallel().AsOrdered().WithDegreeOfParallelism(Threads.Most).Select(trial => Norms(objective, trial)).ToArray();

            // The norms differ by powers of ten, hence the geometric mean.
            return steps.Select((_, i) => Math.Exp(norms.Average(of => Math.Log(of[i])))).ToArray();
        });
    }

    /// <summary>The final gradient of an objective relative to its start, by index: minimax, non-saturating, WGAN-GP.</summary>
    public double Left(int objective) => _norms[objective][^1] / _norms[objective][0];

    public LabTable Table
    {
        get
        {
            var table = new LabTable(
                new("norm of the gradient of a generator whose samples lie in the middle of the ring, while the critic alone is trained; geometric means over seeds", "生成器的样本都在环心附近、只训练判别器时，生成器的梯度范数；对种子取几何平均"),
                [new("losses", "损失"), .. _steps.Select(step => new Words($"{step} steps", $"{step} 步"))]);
            for (var i = 0; i < Objectives.Length; i++) table.Add([Objectives[i].Name, .. _norms[i].Select(norm => Figure.Digits(norm, 2))]);
            return table;
        }
    }

    public Words Finding => new(
        $"A critic that wins leaves the saturating generator {Figure.Digits(Left(0), 2).English} of its gradient, the non-saturating one {Figure.Digits(Left(1), 2).English}, WGAN-GP's {Figure.Digits(Left(2), 2).English}.",
        $"判别器完全占优时，饱和损失的生成器梯度只剩原来的 {Figure.Digits(Left(0), 2).English} 倍，非饱和损失为 {Figure.Digits(Left(1), 2).English} 倍，WGAN-GP 为 {Figure.Digits(Left(2), 2).English} 倍。");

    private double[] Norms(GanObjective objective, Trial trial)
    {
        var training = new RingTraining(objective, 1e-3, trial);

        // Puts all samples near the middle of the ring, far from every mode, so that a critic can separate them with certainty.
        var last = training.Game.Generator.Parameters[^2].Value.Write<float>();
        for (var i = 0; i < last.Length; i++) last[i] *= Shrunk;
        var norms = new List<double>();
        var done = 0;
        foreach (var steps in _steps)
        {
            for (; done < steps; done++) training.Game.CriticStep(training.Batch);
            norms.Add(training.GeneratorGradient(objective));
        }

        return [.. norms];
    }
}
