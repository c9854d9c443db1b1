using Minima.Training.SemiSupervised;

namespace Minima.Lab.FewLabels;

/// <summary>One training on few labels, with the test accuracy at each evaluation.</summary>
internal sealed record FewLabelTraining(IReadOnlyList<(double X, double Y)> Looks)
{
    private const int LabelledBatch = 32;
    private const int UnlabelledBatch = 96;
    private const int LookCount = 25;

    /// <summary>The final accuracy.</summary>
    public double Accuracy => Looks[^1].Y;

    /// <param name="digits">The digits of the trial.</param>
    /// <param name="areAllLabelled">True if the labels of all rows are known, not only of a few.</param>
    /// <param name="method">The semi-supervised method.</param>
    /// <param name="decay">AdamW's weight decay.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="seed">The seed of weights and batches.</param>
    public static FewLabelTraining Run(LabelledDigits digits, bool areAllLabelled, SemiSupervisedMethod method, double decay, int steps, int seed)
    {
        var random = new RandomState((ulong)seed).Fork("few labels");
        int[] labelled = areAllLabelled ? [.. Enumerable.Range(0, digits.Labels.Length)] : digits.Few;
        var model = Models.Mlp(DigitRows.PixelCount, [128, 64], DigitRows.Classes, random);
        var optimizer = new AdamW(model.Parameters, 5e-3, weightDecay: decay);
        var schedule = new CosineSchedule(steps);
        var trainer = new SemiSupervisedTrainer(model, optimizer, method, random.Fork("changes")) { Steps = steps };
        var looks = new List<(double, double)>();
        var every = Math.Max(1, steps / LookCount);
        for (var step = 0; step < steps; step++)
        {
            using var scope = StepScope.Begin();
            optimizer.LearningRateFactor = schedule.At(step);
            int[] known = [.. Enumerable.Range(0, LabelledBatch).Select(_ => labelled[random.NextInt(labelled.Length)])];
            int[] others = [.. Enumerable.Range(0, UnlabelledBatch).Select(_ => random.NextInt(digits.Labels.Length))];
            trainer.Step(digits.Images(known), digits.LabelsOf(known), digits.Images(others));
            if ((step + 1) % every != 0 && step + 1 != steps) continue;
            using var average = trainer.Teacher.Apply();
            looks.Add((step + 1, digits.Accuracy(model.Forward)));
        }

        return new(looks);
    }
}
