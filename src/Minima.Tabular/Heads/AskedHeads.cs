using System.Globalization;

namespace Minima.Tabular;

/// <summary>The requested heads: all, none, the names of inputs, or levels of quantiles.</summary>
/// <param name="Request">The loss, at the levels if some were requested.</param>
/// <param name="Loss">The loss with its parameters.</param>
/// <param name="Plan">The heads.</param>
/// <param name="Levels">The levels of quantiles; empty if none were requested.</param>
internal sealed record AskedHeads(LossSpec Request, Loss Loss, HeadPlan Plan, double[] Levels)
{
    /// <param name="command">The command that needs them, as messages name it.</param>
    /// <param name="words">The words of --heads.</param>
    /// <param name="request">The loss.</param>
    /// <param name="target">The target of the rows that count.</param>
    /// <exception cref="TrainingException">The loss reads no distribution of this target, or not at these levels.</exception>
    public static AskedHeads Of(string command, IReadOnlyList<string> words, LossSpec request, double[] target)
    {
        var levels = LevelsOf(command, words);
        var wanted = levels.Length > 0 ? Wanted.Quantiles(levels) : Wanted.Distribution;
        if (levels.Length > 0) request = HeadBinder.AtLevels(request, wanted);
        var loss = request.Made ?? Candidate.Create(request.Entry, request.Given, 1);
        var obstacle = HeadBinder.Obstacle(request, loss, wanted, target, isDefault: true, out var plan);
        if (plan is null) throw new DataException($"{command}: {request.Entry.Key} cannot be fitted with heads: {obstacle!.Value.English}.");
        if (levels.Length > 0 && !plan.Levels.SequenceEqual(levels))
            throw new UsageException($"{command}: --heads is {string.Join(",", words)}, and levels go with losses of quantiles at any levels (pinball); for {request.Entry.Key} write all.");
        return new(request, loss, plan, levels);
    }

    /// <summary>The levels of quantiles, if the words are levels; otherwise empty.</summary>
    private static double[] LevelsOf(string command, IReadOnlyList<string> words)
    {
        var levels = new double[words.Count];
        for (var k = 0; k < levels.Length; k++)
        {
            if (!double.TryParse(words[k], NumberStyles.Float, CultureInfo.InvariantCulture, out levels[k])) return [];
        }

        return Wanted.AreLevels(levels) && levels.Length > 1
            ? levels
            : throw new UsageException($"{command}: --heads is {string.Join(",", words)}; levels are several numbers above 0 and below 1, ascending, as in 0.1,0.5,0.9.");
    }
}
