using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>Lesson 9: the weights of two tasks with which neither loses more than 5 % against training alone.</summary>
internal static class WeightExercise
{
    private const double MostLoss = 0.05;

    /// <summary>The probability that a confident discriminator assigns to a generated sample.</summary>
    private const double Doubt = 0.01;

    /// <summary>The first task is in metres, the second in millimetres: its errors are a thousand times as large, their squares a million times as large.</summary>
    private const double Unit = 1000;

    private static readonly double[] Metres = [2.5, 3.5];
    private static readonly double[] Millimetres = [2700, 3700];

    public static ExerciseVerdict? Judge(string answer)
    {
        if (AnswerText.Numbers(answer, 2) is not [var first, var second]) return null;
        if (first < 0 || second < 0 || first + second <= 0) return ExerciseVerdict.Of(false, $"Weights are 0 or more, and not both 0.", $"权重不小于 0，且不全为 0。");
        var squared = LessonLoss.Of("mse");

        // A shared constant in metres: the second task is the same loss with the weight of its unit squared.
        double[] targets = [.. Metres, .. Millimetres.Select(x => x / Unit)];
        double[] weights = [first, first, second * Unit * Unit, second * Unit * Unit];
        var shared = LossAnalysis.Of(squared).OptimalConstant(targets, weights).Value;
        var (a, b) = (Excess(squared, Metres, shared), Excess(squared, Millimetres, shared * Unit));
        var (saturating, other) = Generator();
        return ExerciseVerdict.Of(
            a <= MostLoss && b <= MostLoss,
            $"The shared prediction is {shared:0.0000} m. Compared with training alone, the first task loses {100 * a:0.0} %, the second {100 * b:0.0} %. Two players: if the discriminator gives a made sample the probability 0.01, the gradient of the generator is {saturating:0.00} with the minimax loss and {other:0.00} with the non-saturating one.",
            $"共享的预测值为 {shared:0.0000} 米。与单独训练相比，第一个任务的损失增加 {100 * a:0.0} %，第二个增加 {100 * b:0.0} %。两个网络对抗时：若判别器给生成样本的概率为 0.01，则生成器的梯度在极小极大损失下为 {saturating:0.00}，在非饱和损失下为 {other:0.00}。");
    }

    /// <summary>Gradients at the discriminator's logit: minus the cross-entropy of "generated", and the cross-entropy of "real".</summary>
    private static (double Minimax, double NonSaturating) Generator()
    {
        var loss = LessonLoss.Of("bce_with_logits");
        var (made, real) = (new double[1], new double[1]);
        double[] logit = [Math.Log(Doubt / (1 - Doubt))];
        loss.ValueAndGradient(logit, [0.0], made);
        loss.ValueAndGradient(logit, [1.0], real);
        return (-made[0], real[0]);
    }

    private static double Excess(Loss loss, double[] target, double constant)
    {
        var alone = LossAnalysis.Of(loss).OptimalConstant(target).MeanLoss;
        return (loss.Value([.. target.Select(_ => constant)], target) - alone) / alone;
    }
}
