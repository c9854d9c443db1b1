namespace Minima.Training.Generative;

/// <summary>Follows a learned score through levels of noise, from the largest to the smallest: annealed Langevin dynamics.</summary>
/// <remarks>
/// <para>Formula: x += r s^2 score(x, s) / 2 + s sqrt(r) z, z standard normal, stepsPerLevel times for each level s; at the end x += s^2 score(x, s) of the last level, which removes its noise.</para>
/// <para>Source: Song and Ermon 2019, NeurIPS, arXiv:1907.05600, algorithm 1, whose step is r times the square of the level; the last move: Jolicoeur-Martineau et al. 2021, ICLR, arXiv:2009.05475.</para>
/// </remarks>
public static class LangevinSampler
{
    /// <summary>Levels of noise in equal ratios.</summary>
    /// <param name="first">The largest level: about the distance between data points.</param>
    /// <param name="last">The smallest level: hardly visible.</param>
    /// <param name="count">The number of levels.</param>
    /// <exception cref="TrainingException">Levels that do not fall or are not above 0, or fewer than 2 of them.</exception>
    public static double[] Levels(double first, double last, int count)
    {
        if (count < 2 || !(last > 0 && first > last && double.IsFinite(first))) throw new TrainingException(FormattableString.Invariant($"{count} levels of noise from {first} to {last} are not possible; give at least 2, from a larger one to a smaller one above 0."));
        return [.. Enumerable.Range(0, count).Select(level => first * Math.Pow(last / first, level / (count - 1.0)))];
    }

    /// <summary>The items after the last level.</summary>
    /// <param name="score">The network: predicts the gradient of the log-density of items under a level of noise.</param>
    /// <param name="levels">The levels of noise, falling.</param>
    /// <param name="start">The initial items; anywhere within the range of the first level.</param>
    /// <param name="random">Draws the noise of every step.</param>
    /// <param name="stepsPerLevel">The number of steps at each level.</param>
    /// <param name="rate">r: the step size divided by the square of the level. Above about 1 the dynamics overshoot.</param>
    /// <exception cref="TrainingException">Levels that do not fall or are not above 0, steps below 1, a rate not above 0.</exception>
    public static Tensor Draw(Func<Tensor, double, Tensor> score, IReadOnlyList<double> levels, Tensor start, RandomState random, int stepsPerLevel = 20, double rate = 0.2)
    {
        ArgumentNullException.ThrowIfNull(score);
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(random);
        if (stepsPerLevel < 1) throw new TrainingException($"Langevin dynamics cannot take {stepsPerLevel} steps at each level; at least 1 is needed.");
        if (!(rate > 0 && double.IsFinite(rate))) throw new TrainingException(FormattableString.Invariant($"The rate of Langevin dynamics is {rate}; it must be finite and above 0."));
        if (levels.Count == 0 || !(levels[^1] > 0) || levels.Zip(levels.Skip(1)).Any(pair => !(pair.First > pair.Second))) throw new TrainingException($"The levels of noise {string.Join(", ", levels.Select(level => FormattableString.Invariant($"{level}")))} were given; they must fall, and stay above 0.");
        using var silence = Autograd.NoGradient();
        var items = start.Keep();
        foreach (var level in levels)
        {
            for (var step = 0; step < stepsPerLevel; step++)
            {
                using var scope = StepScope.Begin();
                var noise = Sizes.Normal(items.Shape, level * Math.Sqrt(rate), random, items.Type);
                items = (items + (rate * level * level / 2 * score(items, level)) + noise).Keep();
            }
        }

        return (items + (levels[^1] * levels[^1] * score(items, levels[^1]))).Keep();
    }
}
