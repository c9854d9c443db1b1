using Minima.Lab.Studies;
using Minima.Tabular;

namespace Minima.Lab;

/// <summary>
/// Rows of a table for a trial: one quarter judges all seeds of a run, and nothing else sees it. Of the others, four fifths that the seed draws are learned from;
/// where a setting is to be chosen, the last fifth judges.
/// </summary>
/// <param name="Training">The rows to learn from.</param>
/// <param name="Judging">The rows to judge by.</param>
internal sealed record StudyRows(int[] Training, int[] Judging)
{
    public static StudyRows Of(BundledTable table, Trial trial)
    {
        var split = Split.Of(table, trial.First);
        int[] others = [.. split.Training];
        new RandomState((ulong)trial.Seed).Fork("rows").Shuffle(others.AsSpan());
        var learned = others.Length * 4 / 5;
        return new(others[..learned], trial.IsTuning ? others[learned..] : split.Test);
    }
}
