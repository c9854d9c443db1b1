namespace Minima.Training.Robustness;

/// <summary>The accuracy of a model under attack: a row counts if the model is right on the clean input and after every attack.</summary>
/// <remarks>
/// An upper bound of the accuracy under the worst change within the ball: a stronger attack may find more. Rows that one attack misleads are not
/// passed to the next. Source: Croce and Hein 2020 (AutoAttack), ICML, arXiv:2003.01690, for the worst case over attacks.
/// </remarks>
/// <example><code>
/// double share = RobustAccuracy.Of(model.Forward, pixels, labels, RobustAccuracy.Strong(0.1), new RandomState(1));
/// </code></example>
public static class RobustAccuracy
{
    /// <summary>Projected gradients with random restarts on cross-entropy, on the margin and on the ratio of logits (three classes or more).</summary>
    /// <param name="radius">The largest distance from the clean input.</param>
    /// <param name="norm">The norm of that distance.</param>
    /// <param name="steps">The number of steps of each search.</param>
    /// <param name="restarts">The number of restarts for each loss.</param>
    /// <exception cref="TrainingException">A radius that is negative or not finite; steps or restarts below 1.</exception>
    public static IReadOnlyList<GradientAttack> Strong(double radius, PerturbationNorm norm = PerturbationNorm.Infinity, int steps = 40, int restarts = 3)
    {
        var attack = GradientAttack.Projected(radius, steps, norm) with { Restarts = restarts };
        return [attack, attack with { Loss = Minima.Tensors.Losses.AttackLoss.Margin }, attack with { Loss = Minima.Tensors.Losses.AttackLoss.LogitRatio }];
    }

    /// <summary>The proportion of rows that withstand all attacks; NaN for no rows.</summary>
    /// <inheritdoc cref="Standing"/>
    public static double Of(Func<Tensor, Tensor> model, Tensor inputs, Tensor labels, IReadOnlyList<GradientAttack> attacks, RandomState random)
    {
        var standing = Standing(model, inputs, labels, attacks, random);
        return (double)standing.Count(stands => stands) / standing.Length;
    }

    /// <summary>True for each row that the model classifies correctly without attack and after every attack.</summary>
    /// <param name="model">Computes the logits of inputs, each row by itself.</param>
    /// <param name="inputs">The clean inputs, in [0, 1].</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="attacks">The attacks; with none the result is the clean accuracy.</param>
    /// <param name="random">Draws the starting points.</param>
    /// <exception cref="TrainingException">An input outside of [0, 1], or labels that are not one int for each row.</exception>
    public static bool[] Standing(Func<Tensor, Tensor> model, Tensor inputs, Tensor labels, IReadOnlyList<GradientAttack> attacks, RandomState random)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(attacks);
        AttackedRows.Check(inputs, labels);
        var standing = Right(inputs, labels);
        foreach (var attack in attacks)
        {
            int[] rows = [.. Enumerable.Range(0, standing.Length).Where(row => standing[row])];
            if (rows.Length == 0) break;
            var (some, theirs) = (AttackedRows.Taken(inputs, rows), AttackedRows.Taken(labels, rows));
            var areRight = Right(attack.Of(model, some, theirs, random), theirs);
            for (var i = 0; i < rows.Length; i++) standing[rows[i]] = areRight[i];
        }

        return standing;

        bool[] Right(Tensor points, Tensor expected)
        {
            using var silence = Autograd.NoGradient();
            using var scope = StepScope.Begin();
            return AttackedRows.AreRight(model(points), expected);
        }
    }
}
